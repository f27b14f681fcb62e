import * as z from 'zod/mini';
import {
  checkOptions,
  expectMembers,
  option,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import { seenUnder } from '../../tasks/see.js';
import type { Protocol } from '../../tasks/types.js';
import { ListHistory } from '../history/history.js';
import { type Lists, simpleLists } from '../rankers/lists.js';
import { simpleRankers } from '../rankers/simple.js';
import { figuresByAnchor, type ListFigures, listFigures } from '../scores/figures.js';
import { listQuestionOf } from '../task/question.js';
import type { ListTask } from '../task/types.js';
import { chooseRanker } from './choose.js';

export interface FitListForecastOptions extends RunOptions {
  /** What may be seen. Default `rolling`: everything up to each anchor. */
  readonly protocol?: Protocol;
  /** Items of a list at most, and the places that figures look at; from 1 to 1,000, default 12. */
  readonly k?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** A ranker with its figures. */
export interface ScoredRanker {
  readonly name: string;
  readonly title: string;
  readonly valid: ListFigures;
  readonly test: ListFigures;
  readonly isKept: boolean;
  readonly seconds: number;
}

/** A forecast of lists. */
export interface FittedListForecast {
  readonly task: ListTask;
  readonly protocol: Protocol;
  /** Items of a list at most. */
  readonly k: number;
  readonly kept: { readonly name: string; readonly title: string; readonly level: 'simple' | 'learned' };
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
  readonly remarks: readonly string[];
}

const LENGTH = 'a whole number from 1 to 1,000';

const optionsSchema = z.strictObject({
  ...option.runOptions,
  protocol: z.optional(z.enum(['rolling', 'frozen'])),
  k: z.optional(z.int(LENGTH).check(z.minimum(1, LENGTH), z.maximum(1000, LENGTH))),
  seed: z.optional(option.seed),
});

/**
 * Forecasts lists of items: rankers that do not learn (most frequent of all, the row's own latest and most frequent, what others had beside the same), compared
 * on the validation anchors by mean average precision, the kept one scored beside all others on the test anchors, which decide nothing.
 *
 * @example
 * const task = await listTask(database, 'PREDICT LIST(orders.product) OVER 30 DAYS FOR customers');
 * const { scores, kept } = await fitListForecast(database, task);
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_QUERY, ABORTED
 */
export async function fitListForecast(
  database: Database,
  task: ListTask,
  options: FitListForecastOptions = {},
): Promise<FittedListForecast> {
  expectMembers(database, 'database', { tables: 'object' });
  expectMembers(task, 'task', { train: 'object', valid: 'object', test: 'object', table: 'text', query: 'text' });
  checkOptions(optionsSchema, options);
  const { protocol = 'rolling', k = 12, seed = 1, signal, onProgress } = options;
  throwIfAborted(signal);
  const { valid, test } = seenUnder(task, protocol);
  const history = new ListHistory(listQuestionOf(database, task.query));
  const tried = [];
  for (const ranker of simpleRankers) {
    const started = performance.now();
    const lists = {
      valid: await withPauses(simpleLists(ranker, history, valid, k, onProgress), signal),
      test: await withPauses(simpleLists(ranker, history, test, k, onProgress), signal),
    };
    const ofValid = figuresByAnchor(lists.valid, valid);
    tried.push({
      ...{ name: ranker.name, title: ranker.title, level: 'simple' as const, lists, ofValid, values: ofValid.map },
      seconds: (performance.now() - started) / 1000,
    });
  }
  const { kept, gain } = chooseRanker(tried, valid);
  const scores = tried.map(({ name, title, seconds, lists, ofValid }) => ({
    ...{ name, title, isKept: name === kept.name, seconds },
    valid: listFigures(ofValid, valid.rows, seed),
    test: listFigures(figuresByAnchor(lists.test, test), test.rows, seed),
  }));
  return {
    ...{ task, protocol, k, database, scores },
    kept: { name: kept.name, title: kept.title, level: kept.level },
    ...(gain ? { gain: { ...gain, of: gain.of.name, over: gain.over.name } } : {}),
    testLists: kept.lists.test,
    remarks: task.remarks,
  };
}
