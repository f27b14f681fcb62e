import { type HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import type { Database, Table } from '../database/types.js';
import { tableOf } from '../features/lookup.js';
import { firstSeen } from '../tasks/first-seen.js';
import { mainSpan } from '../tasks/main-span.js';
import { type Question, questionOf } from '../tasks/question.js';
import type { KeptForecast } from './kept-forecast.js';

/** Of which rows of a table a forecast is asked. */
export interface Asked {
  readonly table: Table;
  /** What the query asks; absent of tasks without. */
  readonly question?: Question;
  /** Whether a row is known at a time, and is meant. */
  isAsked(row: number, time: number): boolean;
}

/** @throws {HeteroGraphError} MODEL_MISMATCH where the query cannot be asked of the database */
export function askedOf(database: Database, { task }: Pick<KeptForecast, 'task'>, mismatch: Mismatch): Asked {
  if (task.query === undefined) {
    const table = tableOf(database, task.table);
    const seen = table.time ?? firstSeen(database, table);
    return { table, isAsked: (row, time) => seen[row]! <= time };
  }
  const question = asQuestion(database, task.query, mismatch);
  const { entity: table, kind } = question;
  if (table.name !== task.table || kind !== task.kind)
    throw mismatch(`The query asks for ${kind} of ${table.name} now, and asked for ${task.kind} of ${task.table}.`);
  return { table, question, isAsked: question.isAsked };
}

export type Mismatch = (why: string, cause?: unknown) => HeteroGraphError;

function asQuestion(database: Database, query: string, mismatch: Mismatch): Question {
  try {
    return questionOf(database, query, true);
  } catch (cause) {
    if (!isHeteroGraphError(cause) || cause.code !== 'INVALID_QUERY') throw cause;
    throw mismatch(`Its query cannot be asked: ${cause.message}`, cause);
  }
}

/** The last time of tables, without the few that are far from all others, in seconds since 1970; -Infinity where there is none. */
export function lastTime(tables: Iterable<Table>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { time } of tables) if (time) last = Math.max(last, mainSpan(time).last);
  return last;
}
