import { type Command, Option } from 'commander';
import { percent, shortNumber } from '../../experiments/internal.js';
import type { Explanation, RelationChange } from '../../models/index.js';
import { invalidOption, wholeNumber } from '../options/options.js';
import { addTrainedOptions, type TrainedFlags, withRun } from '../options/trained.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

interface ExplainFlags extends TrainedFlags {
  readonly node: readonly string[];
  readonly top: string;
  readonly method?: 'attention' | 'occlusion';
  readonly maxEdges?: string;
}

export function addExplain(command: Command): void {
  addTrainedOptions(command)
    .requiredOption('--node <type:id...>', 'which nodes, by type and id such as author:123, or by id alone')
    .option('--top <n>', 'edges to list', '10')
    .addOption(
      new Option(
        '--method <how>',
        'attention of the model, or leaving out edges (default: attention where there is one)',
      ).choices(['attention', 'occlusion']),
    )
    .option('--max-edges <n>', 'most edges that are left out one by one (default: 100)')
    .action((folder: string, flags: ExplainFlags) =>
      inSession(flags.json, async (session) => {
        const { method, maxEdges } = flags;
        const top = wholeNumber(flags.top, '--top');
        const options = {
          ...session.remarking,
          top,
          ...(method ? { method } : {}),
          ...(maxEdges === undefined ? {} : { maxEdges: wholeNumber(maxEdges, '--max-edges') }),
        };
        await withRun(folder, flags, session, async (run) => {
          const ids = flags.node.map((text) => idOf(text, run.config.nodeType, run.graph.nodeTypes));
          const found = await run.explain(ids, options);
          session.print(found, explanationText(found));
        });
      }),
    );
}

/** @throws {HeteroGraphError} INVALID_OPTION where the node is of another type than the run predicts */
function idOf(text: string, nodeType: string, types: readonly string[]): string {
  if (text.startsWith(`${nodeType}:`)) return text.slice(nodeType.length + 1);
  const other = types.find((type) => text.startsWith(`${type}:`));
  if (other === undefined) return text;
  throw invalidOption(
    `The run predicts nodes of the type ${nodeType}, not ${other}.`,
    `Name one of them: --node ${nodeType}:ID.`,
  );
}

/** What people read: classes, relations, edges, and how far to trust them. */
export function explanationText(found: Explanation): string {
  const { numbers } = found;
  const lost = numbers ? 'adds to the number' : 'score lost';
  const shown = numbers ? shortNumber : (score: number) => score.toFixed(4);
  const nodes = [
    ...found.predictions.map(
      ({ type, id, predicted, probability }) =>
        `${type}:${id} is ${predicted} with probability ${percent(probability)} %`,
    ),
    ...(numbers ?? []).map(({ type, id, predicted }) => `${type}:${id} is predicted to be ${shortNumber(predicted)}`),
  ];
  const relations = found.layers.flatMap(({ layer, nodeType, relations: all }) =>
    all.map((each) => [
      ...[layer + 1, nodeType, each.relation ?? '(itself)', percent(each.mean), percent(each.deviation)],
      ...[percent(each.contribution), each.edges],
    ]),
  );
  const edges = found.edges.map(({ source, relation, target, score }) => [
    ...[`${source.type}:${source.id}`, relation, `${target.type}:${target.id}`],
    found.method === 'attention' ? percent(score) : shown(score),
  ]);
  const heads = ['layer', 'into', 'relation', 'weight %', 'deviation', 'contribution %', 'edges'];
  const last = found.method === 'attention' ? 'share %' : lost;
  return [
    nodes.join('\n'),
    ...(relations.length > 0 ? [textTable(heads, relations)] : []),
    ...(found.relations ? [relationText(found.relations, lost, shown)] : []),
    edges.length > 0
      ? textTable(['from', 'relation', 'to', last], edges)
      : 'No edge reaches it: its own features alone count.',
    ...faithfulnessText(found),
    ...(found.unexamined > 0
      ? [`${found.unexamined} edges farther away were not looked at; --max-edges takes more.`]
      : []),
  ].join('\n\n');
}

function relationText(relations: readonly RelationChange[], last: string, shown: (change: number) => string): string {
  const rows = relations.map(({ relation, edges, change }) => [relation, edges, shown(change)]);
  return rows.length > 0 ? textTable(['without all of', 'edges', last], rows) : 'The graph has no edges.';
}

function faithfulnessText({ faithfulness, numbers }: Explanation): string[] {
  if (!faithfulness) return [];
  const { edges, change, randomChange, randomDeviation } = faithfulness;
  // Edges whose removal raises the score are none that it rests on, whatever random ones do.
  const isFaithful = change > Math.max(0, randomChange + randomDeviation);
  const moved = (by: number) => {
    if (numbers) return `changes by ${shortNumber(by)}`;
    return `${by < 0 ? 'rises' : 'falls'} by ${Math.abs(by).toFixed(3)}`;
  };
  const what = numbers ? 'the predicted number' : 'the score of the class';
  const deviation = numbers ? shortNumber(randomDeviation) : randomDeviation.toFixed(3);
  const verdict = isFaithful
    ? 'they matter more than others.'
    : 'they do not matter more than others, so take them with care.';
  return [
    `Without the ${edges} edges above ${what} ${moved(change)}; without ${edges} random ones it ${moved(randomChange)} ± ${deviation}: ${verdict}`,
  ];
}
