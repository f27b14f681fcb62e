import { checkOptions, checkRows, expectMembers, type RunOptions } from '../../core/index.js';
import { IdMap } from '../../graph/internal.js';
import { idsOf } from '../database/row-ids.js';
import type { Database } from '../database/types.js';
import type { FittedForecast } from '../forecast/forecast.js';
import { entityConstant, lastValue } from '../learners/constants.js';
import { timeText } from '../tasks/date-text.js';
import type { ForecastKind } from '../tasks/types.js';
import { applyOptionsSchema, timeRemarks } from './apply-time.js';
import { askedOf, lastTime } from './asked.js';
import { isFatal, type SchemaChange, schemaChanges, schemaMismatch } from './changes.js';
import { type Happened, happenedAfter } from './happened.js';
import { type KeptForecast, keptForecast } from './kept-forecast.js';
import { needName, needsOf } from './needs.js';
import { isUsed, predictKept } from './predict.js';
import { ranked } from './ranked.js';
import { schemaOf } from './schema.js';

export interface ApplyForecastOptions extends RunOptions {
  /**
   * When the forecast is made, in seconds since 1970: nothing later is seen. Default: the last time of the table that the query measures, of a
   * task without a query the last of all; where there is none, that of learning.
   */
  readonly at?: number;
  /** Of the table, the rows to be asked about where they are known by then and meant; default: all. */
  readonly rows?: Int32Array;
}

/** A forecast of the rows of a table, the highest first. */
export interface AppliedForecast {
  readonly table: string;
  readonly kind: ForecastKind;
  readonly classes?: readonly string[];
  /** What is forecast happens in (at, until], in seconds since 1970. */
  readonly at: number;
  readonly until: number;
  /** Rows of the table, the highest value first; of equal ones in the order of their ids. */
  readonly rows: Int32Array;
  /** Of the rows. */
  readonly ids: readonly (string | number)[];
  /** The probability of yes, that of the likeliest class, or the number, [rows]. */
  readonly values: Float64Array;
  /** Of several classes their probabilities, [rows, classes]. */
  readonly probabilities?: Float64Array;
  /** Of several classes the likeliest, [rows]. */
  readonly predicted?: readonly string[];
  /** What happened, where the database goes on to the end of the window. */
  readonly happened?: Happened;
  /** What the database has otherwise than that on which the forecast was learned. */
  readonly changes: readonly SchemaChange[];
  /** What was assumed, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Makes a forecast again of a database that has gone on since: of every row of its table that is known by then and fulfils the conditions of the query.
 * New rows, new things and new categories (as missing values) are welcome, and what is new among tables and columns is named; where something is missing
 * that the forecast is computed of, it is refused, naming all of it. The order of rows changes nothing.
 *
 * @param forecast what `openForecast` or `fitForecast` gave
 * @example
 * const { database } = await openDatabase('shop');
 * const { ids, values } = await applyForecast(await openForecast('runs/churn'), database);
 * @throws {HeteroGraphError} MODEL_MISMATCH naming what the database lacks; INVALID_OPTION, WRONG_DTYPE,
 *   INDEX_OUT_OF_RANGE, ABORTED; NON_FINITE where what was saved is no forecast
 */
export async function applyForecast(
  forecast: KeptForecast | FittedForecast,
  database: Database,
  options: ApplyForecastOptions = {},
): Promise<AppliedForecast> {
  expectMembers(forecast, 'forecast', { task: 'object', kept: 'object', parts: 'objects', constants: 'objects' });
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(applyOptionsSchema, options);
  const kept = 'schema' in forecast ? forecast : keptForecast(forecast);
  const { task } = kept;
  const changes = changesOf(kept, database);
  const mismatch = (why?: string, cause?: unknown) => schemaMismatch(changes, why, cause);
  if (changes.some(isFatal)) throw mismatch();
  const { table, question, isAsked } = askedOf(database, kept, mismatch);
  const measured = question ? [question.events.table] : [...database.tables.values()];
  const last = lastTime(measured);
  const at = options.at ?? (last > Number.NEGATIVE_INFINITY ? last : kept.learnedUntil);
  const of = question ? question.events.table.name : 'the database';
  const time = { at, isGiven: options.at !== undefined, last, of, protocol: kept.protocol };
  const remarks = timeRemarks('forecast', time);
  if (options.rows) checkRows(options.rows, table.numRows, 'rows', { type: table.name });
  const from = options.rows ?? Int32Array.from({ length: table.numRows }, (_, row) => row);
  const rows = from.filter((row) => isAsked(row, at));
  const learned = new IdMap(kept.ids.length);
  for (const [row, id] of kept.ids.entries()) learned.add(id, row);
  const ids = idsOf(table);
  const learnedRows = rows.map((row) => learned.get(ids[row]!));
  const numNew = learnedRows.filter((row) => row < 0).length;
  if (numNew > 0) remarks.push(`${numNew} of ${rows.length} rows of ${table.name} are new since it was learned.`);
  const anchors = { table: table.name, rows, times: Float64Array.from(rows, () => at) };
  const { signal, onProgress } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const made = await predictKept(kept, database, anchors, learnedRows, run);
  const order = ranked(
    made,
    task,
    Array.from(rows, (row) => ids[row]!),
  );
  const sorted = order.take(rows);
  const until = at + task.horizon;
  const isOver = question !== undefined && until <= last;
  for (const { what, text } of changes) if (what === 'categories') remarks.push(text);
  const isLearned = at < kept.learnedUntil + task.horizon;
  if (isOver && isLearned)
    remarks.push(
      `It was learned of what happened until ${timeText(kept.learnedUntil + task.horizon)}, so that how well it tells of ${timeText(at)} is no measure: there are no scores.`,
    );
  const { name } = kept.kept;
  if (kept.protocol === 'rolling' && (name === entityConstant.name || name === lastValue.name))
    remarks.push(
      `It rests on labels of forecasts up to ${timeText(kept.learnedUntil)} alone, while its scores are of all that were known by each forecast: learn it again for newer ones.`,
    );
  const parts = { database, at, rows: sorted, values: order.all, learnedRows: order.take(learnedRows), isLearned };
  const happened = isOver ? await happenedAfter(kept, question, parts) : undefined;
  if (happened && happened.numNewClasses > 0)
    remarks.push(`${happened.numNewClasses} rows had a class that is new since it was learned: they are not scored.`);
  const { classes } = task;
  return {
    ...{ table: table.name, kind: task.kind, at, until, rows: sorted, changes, remarks },
    ids: Array.from(sorted, (row) => ids[row]!),
    values: order.values,
    ...(classes ? { classes, probabilities: order.all, predicted: Array.from(order.best, (c) => classes[c]!) } : {}),
    ...(happened ? { happened } : {}),
  };
}

function changesOf({ task, parts, schema }: KeptForecast, database: Database): readonly SchemaChange[] {
  const needs = parts.flatMap((part) => {
    const features = part.plan.features.filter(({ name }) => isUsed(name, part));
    return [...needsOf(part.plan.table, [...features, ...(part.forecaster.reads ?? [])], schema)];
  });
  return schemaChanges(schema, schemaOf(database), new Set([needName('table', task.table), ...needs]));
}
