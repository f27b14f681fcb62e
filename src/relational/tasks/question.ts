import type { Database } from '../database/types.js';
import { type Events, eventsOf, measureIn } from '../query/events.js';
import { parseQuery } from '../query/parse.js';
import { compares } from '../query/row-conditions.js';
import { invalidQuery } from '../query/tokens.js';
import type { ForecastQuery } from '../query/types.js';
import { type AskedRows, askedRows } from './asked-rows.js';
import type { ForecastKind } from './types.js';

/** What a query asks of a database: of which rows, and what the answer was. */
export interface Question extends AskedRows {
  /** What is measured of them. */
  readonly events: Events;
  readonly kind: ForecastKind;
  /** Of `classes`: their names, in the order of their numbers. */
  readonly classes?: readonly string[];
  /** In seconds. */
  readonly horizon: number;
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
  if (measure.function === 'LIST')
    throw invalidQuery(query, measure.table.at, 'Lists are not forecast as one value.', 'Use listTask.');
  const { entity, isAsked } = askedRows(database, parsed, mayLack);
  const events = eventsOf(database, entity, measure, query, comparison !== undefined, mayLack);
  const kind = kindOf(parsed, events);
  return {
    ...{ entity, events, kind, horizon, isAsked },
    ...(kind === 'classes' && events.column?.kind === 'category' ? { classes: events.column.categories } : {}),
    labelOf(row, time) {
      const value = measureIn(events, row, time, time + horizon);
      return comparison && !Number.isNaN(value)
        ? Number(compares(comparison.operator, value, comparison.value))
        : value;
    },
  };
}

function kindOf({ measure, comparison }: ForecastQuery, { column }: Events): ForecastKind {
  const isOne = ['MIN', 'MAX', 'LAST'].includes(measure.function);
  if (comparison || measure.function === 'EXISTS' || (column?.kind === 'boolean' && isOne)) return 'binary';
  return column?.kind === 'category' && measure.function === 'LAST' ? 'classes' : 'numbers';
}
