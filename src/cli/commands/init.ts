import type { Command } from 'commander';
import { type InitialisedFolder, initFolder } from '../../experiments/index.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

export function addInit(command: Command): void {
  command
    .argument(
      '<folder>',
      'folder of tables such as customers.csv, zip archive, SQLite or DuckDB file, or postgres://... or mysql://...',
    )
    .option('--mapping <file>', 'where it is written (default: beside the tables; of a server it has to be given)')
    .option('--force', 'replace the graph.yaml and graph.svg that are there')
    .option('--json', 'print one JSON object')
    .action((folder: string, { force, json, mapping }: { force?: boolean; json?: boolean; mapping?: string }) =>
      inSession(json, async (session) => {
        const found = await initFolder(folder, {
          ...{ force: force === true, ...session.run },
          ...(mapping === undefined ? {} : { mapping }),
        });
        session.print(found, initText(folder, mapping, found));
      }),
    );
}

function initText(
  folder: string,
  mappingFile: string | undefined,
  { mapping, notes, counts, labels, couldBe, unknown, passedOver, warnings, file, drawing }: InitialisedFolder,
): string {
  const nodes = Object.entries(mapping.nodes).map(([type, { table, id, columns }]) => {
    const all = Object.entries(columns);
    const used = all.filter(([, { role }]) => role !== 'ignore').map(([name]) => name);
    const left = all.filter(([, { role }]) => role === 'ignore').map(([name]) => name);
    return [type, table, counts.nodes[type] ?? 0, id ?? '(none)', used.join(', '), left.join(', ')];
  });
  const edges = mapping.edges.map(({ type, table, source, target }, i) => [
    type.join(' > '),
    `${table}: ${source === undefined ? '' : `${source}, `}${target}`,
    counts.edges[i] ?? 0,
    notes.edges?.[i]?.split('\n')[0] ?? '',
  ]);
  const ignored = Object.entries(mapping.ignored).map(([table, why]) => `${table} is not read: ${why}.`);
  const over = passedOver.map(({ name, why }) => `Not read: ${name}, ${why}.`);
  return [
    textTable(['node type', 'table', 'rows', 'id', 'columns', 'left out'], nodes),
    ...(edges.length > 0
      ? [textTable(['relation', 'by', 'rows', 'why'], edges)]
      : ['No column names rows of another table.']),
    ...(ignored.length > 0 ? [ignored.join('\n')] : []),
    ...(over.length > 0 ? [over.join('\n')] : []),
    ...(warnings.length > 0 ? [warnings.join('\n')] : []),
    `Written: ${file} (look at it, and change what is wrong) and ${drawing}.`,
    nextText(mappingFile === undefined ? folder : `${folder} --mapping ${mappingFile}`, { labels, couldBe, unknown }),
  ].join('\n\n');
}

/** The command that comes next, with the likeliest target and what is to be known of it. */
function nextText(
  folder: string,
  { labels, couldBe, unknown }: Pick<InitialisedFolder, 'labels' | 'couldBe' | 'unknown'>,
): string {
  const [target, ...others] = labels;
  const command = (name: string) => `Next: heterograph train --data ${folder} --target ${name}`;
  const known = (name: string) => {
    const { rows, of } = unknown[name]!;
    return rows > 0 ? `${name} (unknown in ${rows} of ${of} rows)` : name;
  };
  if (target === undefined) {
    const guesses = couldBe.length > 0 ? ` It could be ${couldBe.map(known).join(', ')}.` : '';
    return `${command('TYPE.COLUMN')}\nNo column says by its name that it is to be predicted: name one.${guesses}`;
  }
  const { rows, of } = unknown[target]!;
  return [
    command(target),
    ...(rows > 0
      ? [
          `${target} is unknown in ${rows} of ${of} rows: these are not learned from, and can be predicted (heterograph predict RUN --rows unlabelled).`,
        ]
      : []),
    ...(others.length > 0 ? [`Or another target: ${others.map(known).join(', ')}.`] : []),
  ].join('\n');
}
