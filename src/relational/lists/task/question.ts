import { firstAfter } from '../../aggregates/first-after.js';
import { TemporalIndex } from '../../aggregates/temporal-index.js';
import { idsOf } from '../../database/row-ids.js';
import type { Database, ForeignKey, Table } from '../../database/types.js';
import { timesUp } from '../../features/events.js';
import { entityWay, followed } from '../../query/key-path.js';
import { tableNamed } from '../../query/names.js';
import { parseQuery } from '../../query/parse.js';
import { askedReads, measureReads, type QueryRead } from '../../query/reads.js';
import { rowsWhere } from '../../query/row-conditions.js';
import { invalidQuery } from '../../query/tokens.js';
import type { Measure } from '../../query/types.js';
import { type AskedRows, askedRows } from '../../tasks/asked-rows.js';
import { placesOf } from './id-places.js';
import { type Items, type Listed, listedBy } from './listed.js';

/** The links that lists are of, in the order of (time, id of the entity, id of the item), so that the order of rows changes nothing. */
export interface Links {
  readonly table: Table;
  /** Whose, and what, [links]. */
  readonly entities: Int32Array;
  readonly items: Int32Array;
  /** When each happened, in seconds since 1970, [links]. */
  readonly times: Float64Array;
  /** From when on it is known with all that it refers to on both ways, [links]; NaN: never. */
  readonly known: Float64Array;
  /** Rows that count but have no time. */
  readonly numUntimed: number;
}

/** What a LIST query asks of a database. */
export interface ListQuestion extends AskedRows {
  readonly items: Items;
  readonly links: Links;
  /** In seconds. */
  readonly horizon: number;
  /** From the rows that link to the entity, and to what is listed. */
  readonly ways: { readonly entity: readonly ForeignKey[]; readonly item: readonly ForeignKey[] };
  readonly column?: Listed['column'];
  /** Columns by which rows and links are chosen, and the one that is listed, with what each does. */
  readonly reads: readonly (QueryRead & { readonly does: string })[];
  /** The different items in the window (time, time + horizon], in the order of their ids. */
  itemsAfter(row: number, time: number): Int32Array;
}

interface Held {
  readonly query: string;
  readonly mayLack: boolean;
  readonly question: ListQuestion;
}

/** The last question that was asked of a database, which does not change. */
const held = new WeakMap<Database, Held>();

/**
 * Looks up what a LIST query names; the last question of a database is held with it.
 *
 * @param mayLack whether no row need have a category that is named, and a listed column any number of values, as where the query was asked of another state of the database
 * @throws {HeteroGraphError} INVALID_QUERY
 */
export function listQuestionOf(database: Database, query: string, mayLack = false): ListQuestion {
  const last = held.get(database);
  // What names nothing that lacks is the same where something may lack.
  if (last?.query === query && (last.mayLack === mayLack || mayLack)) return last.question;
  const question = lookedUp(database, query, mayLack);
  held.set(database, { query, mayLack, question });
  return question;
}

function lookedUp(database: Database, query: string, mayLack: boolean): ListQuestion {
  const parsed = parseQuery(query);
  const { measure, horizon } = parsed;
  if (measure.function !== 'LIST')
    throw invalidQuery(query, measure.table.at, `${measure.function} is no list.`, 'Use queryTask.');
  const { entity, isAsked } = askedRows(database, parsed, mayLack);
  const table = tableNamed(database, measure.table, query);
  if (!table.time)
    throw invalidQuery(
      query,
      measure.table.at,
      `Nobody knows when the rows of ${table.name} happened.`,
      'Give a column of the table the role time in graph.yaml, or list of a table with a time.',
    );
  const counted = rowsWhere(database, table, measure.where, query, mayLack);
  const way = entityWay(database, table, entity, measure, query);
  const listed = listedBy(database, table, measure, query, mayLack);
  if (way.every((key, i) => key === listed.way[i]))
    throw invalidQuery(
      query,
      measure.column!.at,
      `${measureText(measure)} is the same for all links of a row of ${entity.name}: it leads to that row itself.`,
      `List what another key of ${table.name} refers to, or a column of ${table.name}; VIA says by which key its rows belong to ${entity.name}.`,
    );
  const { column: _, ...counts } = measure;
  const reads = [
    ...measureReads(database, counts, query).map((read) => ({ ...read, does: 'chooses what is listed' })),
    ...(listed.column
      ? [{ column: listed.items.name, at: (measure.further?.at(-1) ?? measure.column!).at, does: 'is what is listed' }]
      : []),
    ...askedReads(database, parsed).map((read) => ({ ...read, does: 'says which rows are asked about' })),
  ];
  const names = (keys: readonly ForeignKey[]) => keys.map(({ name }) => name);
  const known = timesUp(database, table, names(listed.way), timesUp(database, table, names(way), table.time));
  const { places } = listed.items;
  const links = linksOf(table, { counted, entities: followed(way), items: listed.rows, known }, entity, places);
  const index = new TemporalIndex(links.entities, links.times, entity.numRows);
  return {
    ...{ entity, isAsked, horizon, links, reads, items: listed.items, ways: { entity: way, item: listed.way } },
    ...(listed.column ? { column: listed.column } : {}),
    itemsAfter(row, time) {
      const end = index.end(row);
      const first = firstAfter(index.times, index.begin[row]!, end, time);
      const last = firstAfter(index.times, first, end, time + horizon);
      const own = new Set<number>();
      for (let at = first; at < last; at++) own.add(links.items[index.rows[at]!]!);
      return Int32Array.from(own).sort((a, b) => places[a]! - places[b]!);
    },
  };
}

/** What is listed, as it was written. */
function measureText({ table, column, further = [] }: Measure): string {
  return [table, column!, ...further].map(({ text }) => text).join('.');
}

interface Rows {
  readonly counted: Uint8Array;
  readonly entities: Int32Array;
  readonly items: Int32Array;
  readonly known: Float64Array;
}

function linksOf(
  table: Table,
  { counted, entities, items, known }: Rows,
  entity: Table,
  itemPlaces: Int32Array,
): Links {
  const time = table.time!;
  const entityPlaces = placesOf(idsOf(entity));
  const isLink = (row: number) => counted[row] === 1 && entities[row]! >= 0 && items[row]! >= 0;
  const all = Int32Array.from({ length: table.numRows }, (_, row) => row).filter(isLink);
  const rows = all
    .filter((row) => !Number.isNaN(time[row]!))
    .sort(
      (a, b) =>
        time[a]! - time[b]! ||
        entityPlaces[entities[a]!]! - entityPlaces[entities[b]!]! ||
        itemPlaces[items[a]!]! - itemPlaces[items[b]!]!,
    );
  return {
    table,
    entities: Int32Array.from(rows, (row) => entities[row]!),
    items: Int32Array.from(rows, (row) => items[row]!),
    times: Float64Array.from(rows, (row) => time[row]!),
    known: Float64Array.from(rows, (row) => known[row]!),
    numUntimed: all.length - rows.length,
  };
}
