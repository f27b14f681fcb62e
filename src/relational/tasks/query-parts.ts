import * as z from 'zod/mini';
import { HeteroGraphError, option, type RunOptions, throwIfAborted, withPauses } from '../../core/index.js';
import type { Table } from '../database/types.js';
import { anchorTimes } from './anchor-times.js';
import { dayText } from './date-text.js';
import { type Labelled, labelAnchors } from './label-anchors.js';
import { mainSpan } from './main-span.js';
import type { Question } from './question.js';
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

/** Check of {@link QueryTaskOptions}. */
export const queryTaskOptions = z.strictObject({
  ...option.runOptions,
  validFrom: z.optional(z.number('seconds since 1970')),
  testFrom: z.optional(z.number('seconds since 1970')),
  mostEvaluated: z.optional(option.count),
  mostTrained: z.optional(option.count),
  maxTrain: z.optional(option.count),
  seed: z.optional(option.seed),
});

/** What a query counts, and when it happened. */
interface Counted {
  readonly table: Table;
  /** In seconds since 1970. */
  readonly times: Float64Array;
  /** Rows that count but have no time. */
  readonly numUntimed: number;
}

/** Parts of a task, and whether the training has all rows that there are. */
export interface QueryParts
  extends Pick<ForecastTask, 'train' | 'valid' | 'test' | 'validFrom' | 'testFrom' | 'remarks'> {
  readonly isWhole: boolean;
}

/**
 * The labelled anchors of a question, a window apart, in parts by time.
 *
 * @throws {HeteroGraphError} NO_ROWS, INVALID_OPTION, ABORTED
 */
export async function queryParts(
  question: Pick<Question, 'entity' | 'isAsked' | 'labelOf' | 'horizon'>,
  { table, times: happened, numUntimed }: Counted,
  { maxTrain = 200_000, seed = 0, signal, onProgress, ...window }: QueryTaskOptions,
): Promise<QueryParts> {
  throwIfAborted(signal);
  if (happened.length === 0)
    throw new HeteroGraphError('NO_ROWS', 'No row is counted by the query.', {
      type: table.name,
      hint: 'Look at its conditions, and at the keys and times in graph.yaml.',
    });
  const { horizon } = question;
  const { first, last, numApart } = mainSpan(happened);
  const times = anchorTimes({ first, last, horizon }, window);
  const labelled = (part: 'train' | 'valid' | 'test', most = Number.POSITIVE_INFINITY): Promise<Labelled> =>
    withPauses(labelAnchors(question, times[part], { part, most, seed, onProgress }), signal);
  const { anchors: train, isWhole } = await labelled('train', maxTrain);
  const { anchors: valid } = await labelled('valid');
  const { anchors: test } = await labelled('test');
  const remarks = numUntimed > 0 ? [`${numUntimed} rows of ${table.name} have no time and count nowhere.`] : [];
  if (numApart > 0) remarks.push(apartRemark(table.name, numApart, happened, first, last));
  const asked = times.train.length + times.valid.length + times.test.length;
  const possible = Math.floor((last - first) / horizon);
  if (asked < possible)
    remarks.push(
      `Of ${possible} windows that the events span ${asked} are asked about: the latest ${times.train.length} before the validation to learn from, ${times.valid.length} to choose on and ${times.test.length} to test.`,
    );
  if (!isWhole) remarks.push(`The rows of training are thinned out evenly to ${train.rows.length}.`);
  for (const [part, { labels }] of Object.entries({ train, valid, test }))
    if (labels.length === 0)
      throw new HeteroGraphError('NO_ROWS', `The part ${part} of the task has no rows.`, {
        hint: 'Look at the conditions of the query, or give other times for the parts.',
      });
  return { train, valid, test, validFrom: times.valid[0]!, testFrom: times.test[0]!, remarks, isWhole };
}

function apartRemark(table: string, count: number, times: Float64Array, first: number, last: number): string {
  const where = [
    ...(times.some((time) => time < first) ? [`before ${dayText(first)}`] : []),
    ...(times.some((time) => time > last) ? [`after ${dayText(last)}`] : []),
  ].join(' or ');
  const [rows, it] = count === 1 ? ['row', 'it'] : ['rows', 'them'];
  return `${count} ${rows} of ${table} ${count === 1 ? 'lies' : 'lie'} far from all others, ${where}: the parts and the forecast of now take no notice of ${it}.`;
}
