import * as z from 'zod/mini';
import {
  checkOptions,
  expectMembers,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../../core/index.js';
import { idsOf } from '../../database/row-ids.js';
import type { Database } from '../../database/types.js';
import { checkColumn } from '../../leaks/check-column.js';
import { leakRemark } from '../../leaks/remark.js';
import type { Leak } from '../../leaks/types.js';
import { seenUnder } from '../../tasks/see.js';
import type { Protocol } from '../../tasks/types.js';
import { ListHistory } from '../history/history.js';
import { type Lists, simpleLists } from '../rankers/lists.js';
import { simpleRankers } from '../rankers/simple.js';
import type { Lister } from '../scores/scored-lists.js';
import { checkListTask } from '../task/check-task.js';
import { checkWritten } from '../task/check-written.js';
import { placesOf } from '../task/id-places.js';
import { listQuestionOf } from '../task/question.js';
import type { ListAnchors, ListTask } from '../task/types.js';
import { treeRankers } from '../trees/learn.js';
import type { TreeRanker } from '../trees/tree-lists.js';
import { type Compared, compareRankers, type ScoredRanker } from './compare.js';
import { type TriedTrees, tryTrees } from './try-trees.js';

type SimpleCompared = Compared & { readonly level: 'simple' };

export interface FitListForecastOptions extends RunOptions {
  /** What may be seen. Default `rolling`: everything up to each anchor. */
  readonly protocol?: Protocol;
  /** Items of a list at most, and the places that figures look at; from 1 to 1,000, default 12. */
  readonly k?: number;
  /** Whether trees learn, too; default true. */
  readonly learn?: boolean;
  /** Names of the trees that learn: `pair-trees`, `list-trees`; default both. */
  readonly learners?: readonly string[];
  /** Columns, as `table.column`, that are inputs, or choose links in the query, although they seem to tell what comes after. */
  readonly keep?: readonly string[];
  /** Default 1. */
  readonly seed?: number;
}

/** A forecast of lists. */
export interface FittedListForecast {
  readonly task: ListTask;
  readonly protocol: Protocol;
  /** Items of a list at most. */
  readonly k: number;
  readonly kept: { readonly name: string; readonly title: string; readonly level: 'simple' | 'learned' };
  /** What was learned of training and validation, where that is kept. */
  readonly ranker?: TreeRanker;
  /** What it was made on. */
  readonly database: Database;
  /** Those that do not learn first. */
  readonly scores: readonly ScoredRanker[];
  /** How much the best that learns is above the best simple one on the validation anchors, as a mean of average precisions with its standard error. */
  readonly gain?: {
    readonly mean: number;
    readonly error: number;
    readonly of: string;
    readonly over: string;
    readonly isBeyondChance: boolean;
  };
  /** Of the test anchors, by what was kept. */
  readonly testLists: Lists;
  /** Columns that tell what comes after, and were no input. */
  readonly leaks: readonly Leak[];
  readonly remarks: readonly string[];
}

const LENGTH = 'a whole number from 1 to 1,000';

const optionsSchema = z.strictObject({
  ...option.runOptions,
  protocol: z.optional(z.enum(['rolling', 'frozen'])),
  k: z.optional(z.int(LENGTH).check(z.minimum(1, LENGTH), z.maximum(1000, LENGTH))),
  learn: z.optional(z.boolean('true or false')),
  learners: z.optional(z.array(z.enum(treeRankers.map(({ name }) => name)))),
  keep: z.optional(z.array(z.string('the name of a column, as table.column'))),
  seed: z.optional(option.seed),
});

/**
 * Forecasts lists of items: rankers that do not learn (most frequent of all, the row's own latest and most frequent, what others had beside the same) and boosted
 * trees that order what these put first, by what is known of the row, of the item and of both at the anchor. All are compared on the validation anchors by mean
 * average precision; trees are kept only where they are better than the best of the others beyond chance. What is kept is learned again of training and validation,
 * and all are scored on the test anchors, which decide nothing. Columns that were written after their rows are no inputs, and named as `leaks`.
 *
 * @example
 * const task = await listTask(database, 'PREDICT LIST(orders.product) OVER 30 DAYS FOR customers');
 * const { scores, kept } = await fitListForecast(database, task);
 * @throws {HeteroGraphError} INVALID_QUERY, also where it chooses by a column that was written after its rows and is not kept; INVALID_OPTION, WRONG_DTYPE,
 *   SHAPE_MISMATCH, INDEX_OUT_OF_RANGE where the task is not of the database; ABORTED; UNKNOWN_TYPE, UNKNOWN_COLUMN of `keep`
 */
export async function fitListForecast(
  database: Database,
  task: ListTask,
  options: FitListForecastOptions = {},
): Promise<FittedListForecast> {
  expectMembers(database, 'database', { tables: 'object' });
  expectMembers(task, 'task', { train: 'object', valid: 'object', test: 'object', table: 'text', query: 'text' });
  checkOptions(optionsSchema, options);
  const { protocol = 'rolling', k = 12, seed = 1, learn = true, keep = [], signal, onProgress } = options;
  if (!learn && options.learners)
    throw new HeteroGraphError('INVALID_OPTION', 'learners are named, and learn is false.', {
      ...{ column: 'learners', hint: 'Leave one of them out.' },
    });
  throwIfAborted(signal);
  for (const name of keep) checkColumn(database, name);
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const seen = seenUnder(task, protocol);
  const { valid, test } = seen;
  const learned = learn ? (options.learners ?? treeRankers.map(({ name }) => name)) : [];
  const question = listQuestionOf(database, task.query);
  checkListTask(question, task);
  await checkWritten(database, question, seen, keep, run);
  const history = new ListHistory(question);
  const simple = simpleRankers.map((ranker) => {
    const lister: Lister = (anchors, { onProgress: told }) =>
      withPauses(simpleLists(ranker, history, anchors, k, told), signal);
    const { name, title } = ranker;
    return { ...{ name, title, level: 'simple' as const, seconds: 0 }, valid: lister, test: lister };
  });
  const trees = await tryTrees(database, history, seen, task.valid, { k, seed, rankers: learned, keep, run });
  const places = placesOf(idsOf(question.entity));
  const entitiesOf = ({ rows }: ListAnchors) => rows.map((row) => places[row]!);
  const { kept, gain, scores, testLists } = await compareRankers<SimpleCompared | TriedTrees>(
    [...simple, ...trees.tried],
    { valid, test, entitiesOf },
    { k, seed, ...run },
  );
  const { leaks } = trees;
  return {
    ...{ task, protocol, k, database, scores, testLists, leaks },
    kept: { name: kept.name, title: kept.title, level: kept.level },
    ...('ranker' in kept ? { ranker: kept.ranker } : {}),
    ...(gain ? { gain: { ...gain, of: gain.of.name, over: gain.over.name } } : {}),
    remarks: [...leaks.map(leakRemark), ...task.remarks, ...trees.remarks],
  };
}
