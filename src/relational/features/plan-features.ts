import * as z from 'zod/mini';
import { checkOptions, expectArgument, expectMembers, option } from '../../core/index.js';
import type { Window } from '../aggregates/window.js';
import type { Database } from '../database/types.js';
import { Candidates } from './candidates.js';
import { exploreTable } from './explore.js';
import { tableOf } from './lookup.js';
import type { FeaturePlan } from './plan.js';

/** What is planned. */
export interface PlanOptions {
  /** How far ahead is forecast, in days; default 30. Windows of history are as long, three and twelve times as long, and without bound. */
  readonly horizonDays?: number;
  /** Other windows of history than those, in days. */
  readonly windowsDays?: readonly number[];
  /** Rows later than this take no part in the plan (constants, categories, frequent values), in seconds since 1970; default: all rows do. */
  readonly fitUntil?: number;
  /** Tables, `table.column` or `table.key` that are left out. */
  readonly omit?: readonly string[];
  /** From 1; default 400. */
  readonly maxFeatures?: number;
  /** Keys that a path follows, from 0 to 3; default 3. */
  readonly hops?: number;
}

const HOPS = 'a whole number from 0 to 3';

const optionsSchema = z.strictObject({
  horizonDays: z.optional(option.positive),
  windowsDays: z.optional(z.array(option.positive)),
  fitUntil: z.optional(z.number('a number of seconds since 1970')),
  omit: z.optional(z.array(z.string('the name of a table or column'))),
  maxFeatures: z.optional(option.count),
  hops: z.optional(z.int(HOPS).check(z.minimum(0, HOPS), z.maximum(3, HOPS))),
});

/** Rows of history that windows counted in rows hold. */
const RECENT = 10;

/**
 * Which features rows of a table have: their own columns, those of the rows that they refer to, aggregates over the rows that refer to them (and over the
 * rows that refer to those), the history of what their latest row refers to, and the date. Nothing later than `fitUntil` changes the plan, nor does the order
 * of rows.
 *
 * Where there would be more than `maxFeatures`, the plainest are kept: first the date and own columns; then counts, times since the last row and means over
 * all history of the rows nearest by; then shorter windows, longer paths, extremes, deviations and trends; last, what came together with the latest row, such as the
 * results of others in the same race. What is left out is named with the reason.
 *
 * @param table of the anchors
 * @example
 * const plan = planFeatures(database, 'customer', { horizonDays: 30, fitUntil: split });
 * plan.features.map(({ name }) => name); // ['anchor month', 'customer.country', 'customer < order count all', ...]
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE
 */
export function planFeatures(database: Database, table: string, options: PlanOptions = {}): FeaturePlan {
  expectMembers(database, 'database', { tables: 'object' });
  expectArgument(table, 'text', 'table');
  checkOptions(optionsSchema, options);
  const { horizonDays = 30, maxFeatures = 400, hops = 3, omit = [], fitUntil = Number.POSITIVE_INFINITY } = options;
  const days = options.windowsDays ?? [12 * horizonDays, 3 * horizonDays, horizonDays];
  const spans = [...new Set(days)].sort((a, b) => b - a);
  const windows: Window[] = ['all', ...spans.map((each) => ({ days: each }))];
  const candidates = new Candidates(database, { windows, recent: { rows: RECENT }, fitUntil, omit: new Set(omit) });
  exploreTable(candidates, tableOf(database, table), hops);
  const { features, leftOut } = candidates.best(maxFeatures);
  return { table, features, leftOut };
}
