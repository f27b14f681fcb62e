import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions, throwIfAborted } from '../../core/index.js';
import { compareIds } from '../../graph/internal.js';
import { type FeaturePlan, featurePlanSchema } from '../features/plan.js';
import type { Feature } from '../features/types.js';
import { type Cells, openEngine, type SqlEngine } from './engine.js';
import { featureSql } from './feature-sql.js';
import { type FeatureSqlOptions, featureSqlSchema } from './layout.js';

export interface ComputeFeaturesInOptions extends FeatureSqlOptions, RunOptions {
  /** Features that one query computes at most, default 40: engines take long to plan queries of many joins. */
  readonly featuresAtOnce?: number;
}

/** Features of anchors as a database computed them. */
export interface FeaturesIn {
  /** Of each anchor its id, in the order of times and ids, [anchors]: each different anchor once. */
  readonly ids: readonly (string | number)[];
  /** When it is asked about, in seconds since 1970, [anchors]. */
  readonly times: Float64Array;
  /** Up to when rows are seen, in seconds since 1970, [anchors]. */
  readonly seenUntil: Float64Array;
  /** In the order of the plan, as `computeFeatures` gives them. */
  readonly features: readonly Feature[];
}

const optionsSchema = z.extend(featureSqlSchema, {
  ...option.runOptions,
  featuresAtOnce: z.optional(option.count),
});

const KEYS = ['id', 'asked_at', 'seen_until'];

/**
 * Computes the features of a plan in a database of your own, by the queries of {@link featureSql}: for data that do not fit in memory, or must not leave where
 * they are. Only anchors x features come back, in the order of the plan, as what has learned of {@link computeFeatures} takes them; sums may differ in their last
 * digits. Nothing is written. DuckDB and Postgres are asked in one transaction, which sees one moment and ends with the call; a function is asked several times,
 * and the database must not change between.
 *
 * @param engine a connection of DuckDB, a client of Postgres, or a function that runs a query
 * @param plan as {@link planFeatures} makes it; {@link sqlPlan} keeps what can be SQL
 * @example
 * const { ids, times, features } = await computeFeaturesIn(connection, sqlPlan(plan), { dialect: 'duckdb', tables, anchors });
 * @throws {HeteroGraphError} as {@link featureSql} does; QUERY_FAILED, CONNECTION_FAILED; WRONG_DTYPE where an answer is no number; SOURCE_CHANGED where there
 *   are other anchors in one query than in another; ABORTED
 */
export async function computeFeaturesIn(
  engine: SqlEngine,
  plan: FeaturePlan,
  options: ComputeFeaturesInOptions,
): Promise<FeaturesIn> {
  checkOptions(featurePlanSchema, plan, { what: 'plan' });
  checkOptions(optionsSchema, options);
  const { featuresAtOnce = 40, signal, onProgress, ...layout } = options;
  const total = plan.features.length;
  // What cannot be written is said before anything is asked.
  const queries = [];
  for (let from = 0; from === 0 || from < total; from += featuresAtOnce)
    queries.push(featureSql({ ...plan, features: plan.features.slice(from, from + featuresAtOnce) }, layout));
  throwIfAborted(signal);
  const open = await openEngine(engine, signal);
  try {
    const features: Feature[] = [];
    let anchors: Answer | undefined;
    for (const { text, columns } of queries) {
      onProgress?.({ stage: 'features in the database', done: features.length, total, unit: 'features' });
      throwIfAborted(signal);
      const answer = answerOf(await open.ask(text, [...KEYS, ...columns]));
      if (anchors) checkSame(anchors, answer);
      anchors ??= answer;
      for (const cells of answer.columns) {
        const { name, path, kind, categories } = plan.features[features.length]!;
        const values = Float64Array.from(answer.order, (i) => numberOf(cells[i], name));
        features.push({ name, path, kind, values, ...(categories ? { categories } : {}) });
      }
    }
    onProgress?.({ stage: 'features in the database', done: total, total, unit: 'features' });
    await open.close();
    const { ids, times, seenUntil } = anchors!;
    return { ids, times, seenUntil, features };
  } catch (error) {
    // What went wrong first is told.
    await open.close().catch(() => {});
    throw error;
  }
}

interface Answer extends Omit<FeaturesIn, 'features'> {
  /** Rows of the answer in the order of (time, id, end of what is seen). */
  readonly order: Int32Array;
  readonly columns: Cells;
}

function answerOf([id, at, until, ...columns]: Cells): Answer {
  const ids = id!.map(idOf);
  const times = Float64Array.from(at!, (cell) => timeOf(cell));
  const ends = Float64Array.from(until!, (cell) => numberOf(cell, 'seen_until'));
  const order = Int32Array.from(ids.keys()).sort(
    (a, b) => times[a]! - times[b]! || compareIds(ids[a]!, ids[b]!) || ends[a]! - ends[b]!,
  );
  return {
    ...{ order, columns, ids: Array.from(order, (i) => ids[i]!) },
    ...{ times: Float64Array.from(order, (i) => times[i]!), seenUntil: Float64Array.from(order, (i) => ends[i]!) },
  };
}

/** Drivers give whole numbers of 64 bits as bigint, days and moments as dates. @throws {HeteroGraphError} WRONG_DTYPE */
function idOf(cell: unknown): string | number {
  if (typeof cell === 'string' || typeof cell === 'number') return cell;
  if (cell instanceof Date) return cell.toISOString();
  if (cell === null || cell === undefined || String(cell) === '[object Object]')
    throw new HeteroGraphError('WRONG_DTYPE', `The database answers ${cell ? 'an object' : 'nothing'} for an id.`, {
      ...{ column: 'id', hint: 'Every row of the anchors needs an id: a text or a number.' },
    });
  return typeof cell === 'bigint' && Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
}

/** @throws {HeteroGraphError} NON_FINITE, WRONG_DTYPE */
function timeOf(cell: unknown): number {
  const time = numberOf(cell, 'asked_at');
  if (Number.isFinite(time)) return time;
  throw new HeteroGraphError('NON_FINITE', 'The database answers an anchor without a time.', {
    ...{ column: 'asked_at', hint: 'Every row of the anchors needs a time, in seconds since 1970.' },
  });
}

/** Drivers give exact numbers as text, bigint or objects of their own. NULL is no number. */
function numberOf(cell: unknown, name: string): number {
  if (cell === null) return Number.NaN;
  if (typeof cell === 'number') return cell;
  const isText =
    (typeof cell === 'string' && cell.trim() !== '') || typeof cell === 'bigint' || typeof cell === 'object';
  const value = isText ? Number(String(cell)) : Number.NaN;
  if (!Number.isNaN(value) || cell === 'NaN') return value;
  throw new HeteroGraphError('WRONG_DTYPE', `The database answers ${name} with ${printed(cell)}, which is no number.`, {
    column: name,
    hint: 'Look at the kinds of columns in tables; a function gives rows by the names of their columns.',
  });
}

function printed(cell: unknown): string {
  return cell === undefined ? 'nothing' : JSON.stringify(String(cell).slice(0, 40));
}

function checkSame(first: Answer, other: Answer): void {
  const isSame =
    first.ids.length === other.ids.length &&
    first.ids.every(
      (id, i) => id === other.ids[i] && first.times[i] === other.times[i] && first.seenUntil[i] === other.seenUntil[i],
    );
  if (isSame) return;
  throw new HeteroGraphError('SOURCE_CHANGED', 'The database names other anchors in one query than in another.', {
    hint: 'Ask again while nobody writes to it, or ask all in one transaction.',
  });
}
