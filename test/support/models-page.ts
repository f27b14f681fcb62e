import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listModels, type ModelDefinition, tasksOf } from '../../src/models/index.js';

const models = join(import.meta.dirname, '../../src/models');
/** Models whose folder has another name than theirs. */
const families: Readonly<Record<string, string>> = {
  popularity: 'link-heuristics',
  'preferential-attachment': 'link-heuristics',
  'common-neighbours': 'link-heuristics',
  gbdt: 'node-trees',
  'gbdt-propagated': 'node-trees',
  'gbdt-aggregated': 'node-trees',
  'gbdt-graph': 'node-trees',
  distmult: 'knowledge-graph',
  complex: 'knowledge-graph',
  transe: 'knowledge-graph',
  rotate: 'knowledge-graph',
};
/** Folders whose settings several models share. */
const shared = ['network', 'precomputed', 'link-network', 'core'];

/** The folder of a model's README. */
export function folderOf(name: string): string {
  const folder = families[name] ?? (existsSync(join(models, name)) ? name : name.split('-')[0]!);
  if (existsSync(join(models, folder, 'README.md'))) return folder;
  throw new Error(`The model ${name} has no folder with a README.`);
}

/** Of settings whose name says it all in code. */
const plain: Readonly<Record<string, string>> = {
  edgeThreshold: 'Least attention of an edge that is kept.',
  epochs: 'Passes over the training rows, at most.',
  features: 'Which columns are read: the own ones, averages along relations, or aggregates of related rows.',
  fusion: 'How the outputs of the groups are put together.',
  globalLayers: 'Layers after the groups are put together.',
  learningRate: 'Step size of the optimiser.',
  members: 'Models with their presets and settings.',
};

/** What comments of interfaces say of a setting. */
function meaningOf(folder: string, setting: string): string {
  for (const each of [folder, ...shared]) {
    for (const file of readdirSync(join(models, each)).filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(models, each, file), 'utf8');
      const member = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*readonly ${setting}\\??:`).exec(text);
      if (member)
        return member[1]!
          .replace(/^\s*\* ?/gm, '')
          .replace(/\s+/g, ' ')
          .replace(/\{@link (\w+)\}/g, '`$1`')
          .trim();
    }
  }
  const known = plain[setting];
  if (known !== undefined) return known;
  throw new Error(`Say in src/models/${folder} what the setting ${setting} does.`);
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function settingsTable(definition: ModelDefinition): string[] {
  const { defaults } = definition.links?.own && !definition.create ? definition.links.own : definition;
  const names = Object.keys(defaults);
  if (names.length === 0) return [];
  return [
    '',
    '| setting | default | |',
    '|---|---|---|',
    ...names.map((name) => {
      const value = JSON.stringify((defaults as Record<string, unknown>)[name]);
      return `| \`${name}\` | \`${cell(value)}\` | ${cell(meaningOf(folderOf(definition.name), name))} |`;
    }),
  ];
}

/** `docs/models.md`: every model of the registry with its tasks, settings and defaults. */
export function modelsPage(): string {
  const all = listModels();
  const rows = all.map(({ name, title, ...rest }) => {
    const tasks = tasksOf(rest as ModelDefinition);
    const ticks = (['classification', 'regression', 'links'] as const).map((task) => (tasks.includes(task) ? '●' : ''));
    return `| [\`${name}\`](#${name}) | ${ticks.join(' | ')} | ${title} |`;
  });
  const sections = all.map((definition) => {
    const { name, title, paper, settingsFor, presets } = definition as ModelDefinition & { settingsFor?: unknown };
    const notes = [
      `${title}. [README](../src/models/${folderOf(name)}/README.md).`,
      ...(paper === undefined ? [] : [`Paper: ${paper.replace(/\.$/, '')}.`]),
      ...(settingsFor ? ['Without a preset some settings are chosen by the shape of the graph, with reasons.'] : []),
      ...(presets && Object.keys(presets).length > 0 ? [`Presets: ${Object.keys(presets).join(', ')}.`] : []),
    ];
    return [`## ${name}`, '', notes.join(' '), ...settingsTable(definition)].join('\n');
  });
  return `# Models

Every model has a name, for \`heterograph train --model NAME\` and \`createModel(NAME)\`. Without a name, \`train\` compares what is promising on rows that it
does not train on, and keeps the best ([\`auto\`](#auto)). Settings are changed with \`--set NAME=VALUE\` or \`createModel(NAME, { settings })\`; an unknown one is
refused. This page is made from the registry (\`UPDATE_DOCS=1 npx vitest run test/package/docs\`).

| name | classes | numbers | links | what it is |
|---|---|---|---|---|
${rows.join('\n')}

${sections.join('\n\n')}
`;
}
