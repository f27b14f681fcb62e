import * as z from 'zod/mini';
import { checkOptions, expectMembers, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import type { Database, Table } from '../database/types.js';
import { type Events, eventsOf, measureIn } from '../query/events.js';
import { tableNamed } from '../query/names.js';
import { parseQuery } from '../query/parse.js';
import { compares, rowsWhere } from '../query/row-conditions.js';
import { invalidQuery } from '../query/tokens.js';
import type { ForecastQuery, HistoryCondition } from '../query/types.js';
import { anchorTimes } from './anchor-times.js';
import { firstSeen } from './first-seen.js';
import type { ForecastKind, ForecastTask, LabelledAnchors } from './types.js';

/** Where the parts of a task begin, and how many rows are taken. */
export interface QueryTaskOptions {
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
 * const task = queryTask(database, 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers');
 * @throws {HeteroGraphError} INVALID_QUERY; NO_ROWS where a part has no rows, or one class; INVALID_OPTION
 */
export function queryTask(database: Database, query: string, options: QueryTaskOptions = {}): ForecastTask {
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(optionsSchema, options);
  const { maxTrain = 200_000, seed = 0 } = options;
  const parsed = parseQuery(query);
  const entity = tableNamed(database, parsed.entity, query);
  const events = eventsOf(database, entity, parsed.measure, query, parsed.comparison !== undefined);
  if (events.times.length === 0)
    throw new HeteroGraphError('NO_ROWS', 'No row is counted by the query.', {
      type: events.table.name,
      hint: 'Look at its conditions, and at the keys and times in graph.yaml.',
    });
  const { horizon } = parsed;
  const [first, last] = span(events.times);
  const times = anchorTimes({ first, last, horizon }, options);
  const kind = kindOf(parsed, events);
  const ask = asker(database, entity, events, parsed);
  const parts = {
    train: ask(times.train),
    valid: ask(times.valid),
    test: ask(times.test),
  };
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
  const train = thinned(parts.train, maxTrain, seed);
  if (train !== parts.train)
    remarks.push(`${train.rows.length} of ${parts.train.rows.length} rows of training are used.`);
  const task = {
    ...{ name: query, table: entity.name, kind, horizon, ...parts, train, remarks },
    validFrom: times.valid[0]!,
    testFrom: times.test[0]!,
    ...(kind === 'classes' && events.column?.kind === 'category' ? { classes: events.column.categories } : {}),
  };
  checkParts(task);
  return task;
}

function kindOf({ measure, comparison, text }: ForecastQuery, { column }: Events): ForecastKind {
  if (measure.function === 'LIST')
    throw invalidQuery(
      text,
      measure.table.at,
      'Lists are not forecast yet.',
      'Use COUNT, or `heterograph recommend` for what to show whom.',
    );
  const isOne = ['MIN', 'MAX', 'LAST'].includes(measure.function);
  if (comparison || measure.function === 'EXISTS' || (column?.kind === 'boolean' && isOne)) return 'binary';
  return column?.kind === 'category' && measure.function === 'LAST' ? 'classes' : 'numbers';
}

/** The rows to ask about at anchors, with labels. */
function asker(database: Database, entity: Table, events: Events, query: ForecastQuery) {
  const seen = entity.time ?? firstSeen(database, entity);
  const ofRow = query.where.flatMap((condition) => (condition.kind === 'column' ? [condition] : []));
  const isMeant = rowsWhere(database, entity, ofRow, query.text);
  const past = query.where
    .filter((condition): condition is HistoryCondition => condition.kind === 'history')
    .map((condition) => ({ condition, events: eventsOf(database, entity, condition.measure, query.text, true) }));
  const { comparison, horizon } = query;
  return (times: readonly number[]): LabelledAnchors => {
    const rows: number[] = [];
    const at: number[] = [];
    const labels: number[] = [];
    for (const time of times) {
      for (let row = 0; row < entity.numRows; row++) {
        if (!isMeant[row] || !(seen[row]! <= time)) continue;
        const holds = past.every(({ condition: { seconds, operator, value }, events: own }) =>
          compares(operator, measureIn(own, row, time - seconds, time), value),
        );
        if (!holds) continue;
        const value = measureIn(events, row, time, time + horizon);
        if (Number.isNaN(value)) continue;
        rows.push(row);
        at.push(time);
        labels.push(comparison ? Number(compares(comparison.operator, value, comparison.value)) : value);
      }
    }
    const anchors = { table: entity.name, rows: Int32Array.from(rows), times: Float64Array.from(at) };
    return { ...anchors, labels: Float64Array.from(labels) };
  };
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

/** At most so many, the choice seeded. */
function thinned(anchors: LabelledAnchors, most: number, seed: number): LabelledAnchors {
  const { length } = anchors.rows;
  if (length <= most) return anchors;
  const random = new RandomStream(seed, 'train rows');
  const keys = Float64Array.from({ length }, () => random.nextInt(2 ** 31 - 1));
  const limit = keys.toSorted()[most]!;
  const kept = Int32Array.from(keys.keys()).filter((i) => keys[i]! < limit);
  const taken = {
    rows: Int32Array.from(kept, (i) => anchors.rows[i]!),
    times: Float64Array.from(kept, (i) => anchors.times[i]!),
  };
  return { table: anchors.table, ...taken, labels: Float64Array.from(kept, (i) => anchors.labels[i]!) };
}

function span(times: Float64Array): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return [first, last];
}
