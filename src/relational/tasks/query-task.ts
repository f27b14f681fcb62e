import * as z from 'zod/mini';
import {
  checkOptions,
  expectMembers,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../core/index.js';
import type { Database } from '../database/types.js';
import { anchorTimes } from './anchor-times.js';
import { type Labelled, labelAnchors } from './label-anchors.js';
import { questionOf } from './question.js';
import type { ForecastTask } from './types.js';

/** Where the parts of a task begin, and how many rows are taken. */
export interface QueryTaskOptions extends RunOptions {
  /** First anchor of the validation, in seconds since 1970; default: as much time before the test as that has. */
  readonly validFrom?: number;
  /** First anchor of the test; default: 15 % of the time is its. */
  readonly testFrom?: number;
  /** Anchors of the validation, and of the test, at most; default 40. */
  readonly mostEvaluated?: number;
  /** Anchors of the training at most, the latest; default 100. */
  readonly mostTrained?: number;
  /** Rows of training at most, default 200,000; more are thinned out evenly by a seeded choice. */
  readonly maxTrain?: number;
  readonly seed?: number;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  validFrom: z.optional(z.number('seconds since 1970')),
  testFrom: z.optional(z.number('seconds since 1970')),
  mostEvaluated: z.optional(option.count),
  mostTrained: z.optional(option.count),
  maxTrain: z.optional(option.count),
  seed: z.optional(option.seed),
});

/**
 * The task of a query (`parseQuery` says how it is written): the rows of the entity table at anchors a window apart, each with what happened
 * in the window after it. A row is asked about where it was known at the anchor (by its own time, else by the first row that
 * refers to it), where the conditions hold, and where the window says something: AVG of nothing is no label, COUNT of nothing is 0.
 *
 * @example
 * const task = await queryTask(database, 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers');
 * @throws {HeteroGraphError} INVALID_QUERY; NO_ROWS where a part has no rows, or one class; INVALID_OPTION; ABORTED
 */
export async function queryTask(
  database: Database,
  query: string,
  options: QueryTaskOptions = {},
): Promise<ForecastTask> {
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(optionsSchema, options);
  const { maxTrain = 200_000, seed = 0, signal, onProgress, ...window } = options;
  throwIfAborted(signal);
  const question = questionOf(database, query);
  const { entity, events, kind, classes, horizon } = question;
  if (events.times.length === 0)
    throw new HeteroGraphError('NO_ROWS', 'No row is counted by the query.', {
      type: events.table.name,
      hint: 'Look at its conditions, and at the keys and times in graph.yaml.',
    });
  const [first, last] = span(events.times);
  const times = anchorTimes({ first, last, horizon }, window);
  const labelled = (part: 'train' | 'valid' | 'test', most = Number.POSITIVE_INFINITY): Promise<Labelled> =>
    withPauses(labelAnchors(question, times[part], { part, most, seed, onProgress }), signal);
  const { anchors: train, isWhole } = await labelled('train', maxTrain);
  const { anchors: valid } = await labelled('valid');
  const { anchors: test } = await labelled('test');
  const remarks = [
    ...(events.numUntimed > 0
      ? [`${events.numUntimed} rows of ${events.table.name} have no time and count nowhere.`]
      : []),
  ];
  const asked = times.train.length + times.valid.length + times.test.length;
  const possible = Math.floor((last - first) / horizon);
  if (asked < possible)
    remarks.push(
      `Of ${possible} windows that the events span ${asked} are asked about: the latest ${times.train.length} before the validation to learn from, ${times.valid.length} to choose on and ${times.test.length} to test.`,
    );
  if (!isWhole) remarks.push(`The rows of training are thinned out evenly to ${train.rows.length}.`);
  const task = {
    ...{ name: query, query, table: entity.name, kind, horizon, train, valid, test, remarks },
    validFrom: times.valid[0]!,
    testFrom: times.test[0]!,
    ...(classes ? { classes } : {}),
  };
  checkParts(task);
  return task;
}

function checkParts({ name, train, valid, test, kind }: ForecastTask): void {
  for (const [part, { labels }] of Object.entries({ train, valid, test })) {
    if (labels.length === 0)
      throw new HeteroGraphError('NO_ROWS', `The part ${part} of the task has no rows.`, {
        column: name,
        hint: 'Look at the conditions of the query, or give other times for the parts.',
      });
    const isOne = labels.every((label) => label === labels[0]);
    if (isOne && kind !== 'numbers')
      throw new HeteroGraphError('NO_ROWS', `All ${labels.length} rows of the part ${part} have the same label.`, {
        column: name,
        hint: 'Ask for something that happens to some and not to others.',
      });
  }
}

function span(times: Float64Array): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return [first, last];
}
