import type { Database, Table } from '../database/types.js';
import { eventsOf, measureIn } from '../query/events.js';
import { tableNamed } from '../query/names.js';
import { compares, rowsWhere } from '../query/row-conditions.js';
import type { ForecastQuery, HistoryCondition } from '../query/types.js';
import { firstSeen } from './first-seen.js';

/** Of which rows a query asks. */
export interface AskedRows {
  /** The table whose rows are asked about. */
  readonly entity: Table;
  /** Whether a row is known at a time, in seconds since 1970, and all conditions hold. */
  isAsked(row: number, time: number): boolean;
}

/**
 * Looks up the table and the conditions of a query.
 *
 * @param mayLack whether no row need have a category that is named
 * @throws {HeteroGraphError} INVALID_QUERY
 */
export function askedRows(
  database: Database,
  { entity: named, where, text }: ForecastQuery,
  mayLack: boolean,
): AskedRows {
  const entity = tableNamed(database, named, text);
  const seen = entity.time ?? firstSeen(database, entity);
  const ofRow = where.flatMap((condition) => (condition.kind === 'column' ? [condition] : []));
  const isMeant = rowsWhere(database, entity, ofRow, text, mayLack);
  const past = where
    .filter((condition): condition is HistoryCondition => condition.kind === 'history')
    .map((condition) => ({ condition, events: eventsOf(database, entity, condition.measure, text, true, mayLack) }));
  return {
    entity,
    isAsked: (row, time) =>
      isMeant[row] === 1 &&
      seen[row]! <= time &&
      past.every(({ condition: { seconds, operator, value }, events }) =>
        compares(operator, measureIn(events, row, time - seconds, time), value),
      ),
  };
}
