import type { Database, Table } from '../database/types.js';
import { type Events, eventsOf, measureIn } from '../query/events.js';
import { tableNamed } from '../query/names.js';
import { parseQuery } from '../query/parse.js';
import { compares, rowsWhere } from '../query/row-conditions.js';
import { invalidQuery } from '../query/tokens.js';
import type { ForecastQuery, HistoryCondition } from '../query/types.js';
import { firstSeen } from './first-seen.js';
import type { ForecastKind } from './types.js';

/** What a query asks of a database: of which rows, and what the answer was. */
export interface Question {
  /** The table whose rows are asked about. */
  readonly entity: Table;
  /** What is measured of them. */
  readonly events: Events;
  readonly kind: ForecastKind;
  /** Of `classes`: their names, in the order of their numbers. */
  readonly classes?: readonly string[];
  /** In seconds. */
  readonly horizon: number;
  /** Whether a row is known at a time, in seconds since 1970, and all conditions hold. */
  isAsked(row: number, time: number): boolean;
  /** What happened to it in the window (time, time + horizon]: 0 or 1, the number of the class, or the number; NaN: nothing says. */
  labelOf(row: number, time: number): number;
}

/**
 * Looks up what a query names.
 *
 * @param mayLack whether no row need have a category that is named, as where the query was asked of another state of the database
 * @throws {HeteroGraphError} INVALID_QUERY
 */
export function questionOf(database: Database, query: string, mayLack = false): Question {
  const parsed = parseQuery(query);
  const { comparison, horizon, measure } = parsed;
  const entity = tableNamed(database, parsed.entity, query);
  const events = eventsOf(database, entity, measure, query, comparison !== undefined, mayLack);
  const kind = kindOf(parsed, events);
  const seen = entity.time ?? firstSeen(database, entity);
  const ofRow = parsed.where.flatMap((condition) => (condition.kind === 'column' ? [condition] : []));
  const isMeant = rowsWhere(database, entity, ofRow, query, mayLack);
  const past = parsed.where
    .filter((condition): condition is HistoryCondition => condition.kind === 'history')
    .map((condition) => ({
      condition,
      events: eventsOf(database, entity, condition.measure, query, true, mayLack),
    }));
  return {
    ...{ entity, events, kind, horizon },
    ...(kind === 'classes' && events.column?.kind === 'category' ? { classes: events.column.categories } : {}),
    isAsked: (row, time) =>
      isMeant[row] === 1 &&
      seen[row]! <= time &&
      past.every(({ condition: { seconds, operator, value }, events: own }) =>
        compares(operator, measureIn(own, row, time - seconds, time), value),
      ),
    labelOf(row, time) {
      const value = measureIn(events, row, time, time + horizon);
      return comparison && !Number.isNaN(value)
        ? Number(compares(comparison.operator, value, comparison.value))
        : value;
    },
  };
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
