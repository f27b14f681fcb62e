import type { RunOptions } from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import type { Leak } from '../../leaks/types.js';
import type { ListHistory } from '../history/history.js';
import type { Lister } from '../scores/scored-lists.js';
import type { ListAnchors, ListTask } from '../task/types.js';
import { labelledPairs, learnTrees, treeRankers } from '../trees/learn.js';
import { type TreeRanker, treeLists } from '../trees/tree-lists.js';
import { planWithoutLeaks } from '../trees/without-leaks.js';

/** A ranker that learned: what lists the validation, and, learned again of training and validation, the test. */
export interface TriedTrees {
  readonly name: string;
  readonly title: string;
  readonly level: 'learned';
  readonly ranker: TreeRanker;
  readonly valid: Lister;
  readonly test: Lister;
  readonly seconds: number;
}

export interface TryTreesOptions {
  readonly k: number;
  readonly seed: number;
  /** Names of those that learn. */
  readonly rankers: readonly string[];
  /** Columns that are inputs although they seem to tell what comes after. */
  readonly keep: readonly string[];
  readonly run: RunOptions;
}

/**
 * Learns trees of the candidates of the training anchors; nothing where no candidate of training or validation came true.
 *
 * @param task with what each anchor may see
 * @param freshValid the validation anchors with all up to each
 */
export async function tryTrees(
  database: Database,
  history: ListHistory,
  task: ListTask,
  freshValid: ListAnchors,
  { k, seed, rankers, keep, run }: TryTreesOptions,
): Promise<{
  readonly tried: readonly TriedTrees[];
  readonly leaks: readonly Leak[];
  readonly remarks: readonly string[];
}> {
  if (rankers.length === 0) return { tried: [], leaks: [], remarks: [] };
  const { plan, leaks } = await planWithoutLeaks(database, history, task, keep, run);
  const pairsOf = (anchors: ListAnchors) => labelledPairs(database, history, plan, anchors, k, seed, run);
  const [train, valid] = [await pairsOf(task.train), await pairsOf(task.valid)];
  const isIn = ({ targets }: typeof train) => targets.includes(1) && targets.includes(0);
  if (!isIn(train) || !isIn(valid))
    return { tried: [], leaks, remarks: ['Nothing is learned: all candidates, or none, came true.'] };
  const both = await pairsOf(joined(task.train, freshValid));
  const tried: TriedTrees[] = [];
  for (const kind of treeRankers.filter(({ name }) => rankers.includes(name))) {
    run.onProgress?.({ stage: 'learn', done: tried.length, total: rankers.length, unit: 'rankers' });
    const started = performance.now();
    const trees = await learnTrees(kind, train, { seed, k, run, valid });
    // As many trees as were best, and more as there are more pairs.
    const numTrees = Math.max(1, Math.round((trees.numRounds * both.targets.length) / train.targets.length));
    const ranker = { plan, trees: await learnTrees(kind, both, { seed, k, run, numTrees }) };
    const lister =
      (of: TreeRanker): Lister =>
      (anchors, own) =>
        treeLists(of, database, history, anchors, k, own);
    tried.push({
      ...{ name: kind.name, title: kind.title, level: 'learned', ranker },
      ...{ valid: lister({ plan, trees }), test: lister(ranker) },
      seconds: (performance.now() - started) / 1000,
    });
  }
  const found = valid.targets.reduce((sum, target) => sum + target, 0);
  const share = found / (valid.isThinned ? Number.NaN : task.valid.items.length);
  return {
    ...{ tried, leaks },
    remarks: [
      ...(train.isThinned
        ? [
            `Trees learn from ${new Set(train.groups).size} of ${task.train.rows.length} rows of the training, chosen evenly.`,
          ]
        : []),
      ...(share < 1
        ? [`${Math.round(100 * share)} % of what came true in the validation is among the candidates that trees order.`]
        : []),
    ],
  };
}

function joined(first: ListAnchors, second: ListAnchors): ListAnchors {
  const start = first.items.length;
  return {
    table: first.table,
    rows: Int32Array.from([...first.rows, ...second.rows]),
    times: Float64Array.from([...first.times, ...second.times]),
    offsets: Int32Array.from([...first.offsets, ...Array.from(second.offsets.subarray(1), (offset) => start + offset)]),
    items: Int32Array.from([...first.items, ...second.items]),
  };
}
