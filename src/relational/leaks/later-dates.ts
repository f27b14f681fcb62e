import type { Pieces } from '../../core/index.js';
import type { Database, NumberColumn, Table } from '../database/types.js';
import type { Anchors } from '../features/types.js';
import type { IsAsked, Leak } from './types.js';

/** Shares of dates above this are no slips of the pen. */
const MOST_LATER = 0.05;
/** Fewer dates than this tell too little. */
const FEWEST = 20;

/**
 * Columns of dates that are later than what may be seen: than the rows that they belong to, or of tables without time than the anchors and the rows that
 * refer to them. Leaving out the later ones is not enough: that one is not there yet tells as much, such as of the date of a last order.
 */
export function* laterDates(database: Database, anchors: readonly Anchors[], isAsked: IsAsked): Pieces<Leak[]> {
  const leaks: Leak[] = [];
  for (const table of database.tables.values()) {
    for (const column of table.columns) {
      if (column.kind !== 'date' || column.use === 'time' || !isAsked(table.name, column.name)) continue;
      yield;
      const share = Math.max(...seenBy(database, table, anchors).map((seen) => laterShare(column, seen)), 0);
      if (!(share > MOST_LATER)) continue;
      const percent = `${Math.round(100 * share)} %`;
      const than = table.time ? 'its own row' : 'the rows and forecasts that see it';
      leaks.push({
        ...{ column: `${table.name}.${column.name}`, kind: 'later date' },
        why: `is later than ${than} in ${percent} of the cases: it is written afterwards`,
      });
    }
  }
  return leaks;
}

/** Rows of a table with the times at which they are looked at. */
interface Seen {
  readonly rows: Int32Array | undefined;
  readonly times: Float64Array;
}

function seenBy({ tables }: Database, table: Table, anchors: readonly Anchors[]): Seen[] {
  if (table.time) return [{ rows: undefined, times: table.time }];
  const own = anchors.flatMap(({ table: of, rows, times, seenUntil }): Seen[] =>
    of === table.name ? [{ rows, times: seenUntil ?? times }] : [],
  );
  const children = [...tables.values()].flatMap(({ time, keys }) =>
    keys.flatMap(({ table: to, rows }): Seen[] => (time && to === table.name ? [{ rows, times: time }] : [])),
  );
  return [...own, ...children];
}

function laterShare({ values }: NumberColumn, { rows, times }: Seen): number {
  let [dated, later] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    const row = rows ? rows[i]! : i;
    // False of missing ones.
    const difference = row < 0 ? Number.NaN : values[row]! - times[i]!;
    if (Number.isNaN(difference)) continue;
    dated++;
    if (difference > 0) later++;
  }
  return dated < FEWEST ? 0 : later / dated;
}
