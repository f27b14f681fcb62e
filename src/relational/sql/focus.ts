import { DAY } from '../aggregates/spans.js';
import { mismatch } from '../features/mismatch.js';
import type { Move, PlannedFeature } from '../features/plan.js';
import type { SqlAnchors } from './layout.js';
import { sqlKey, sqlTable } from './layout.js';
import { placeOf } from './measures.js';
import type { Joined, SqlWriter } from './writer.js';

/** Different anchors: the row they name (id), their time (asked_at) and up to when rows are seen (seen_until). */
export function anchorRows(writer: SqlWriter, { name, id, time, seenUntil }: SqlAnchors): string {
  const at = writer.seconds('q', time);
  // LEAST of a time and NULL is either, by the engine.
  const until = (end: string) => `CASE WHEN ${end} < ${at} THEN ${end} ELSE ${at} END`;
  const seen = seenUntil ? until(writer.seconds('q', seenUntil)) : at;
  return `SELECT DISTINCT ${writer.column('q', id)} AS id, ${at} AS asked_at, ${seen} AS seen_until FROM ${writer.source(name)} AS q`;
}

/**
 * Rows that keys lead to from the rows of the anchors, where all rows between are seen: the anchor and the row's id (row_id), and values of it. Joins are by
 * equality alone: ClickHouse has no others.
 */
export function focusRows(writer: SqlWriter, table: string, moves: readonly Move[], values: readonly string[]): string {
  const path = focusPath(writer, table, moves);
  const anchor = ['q.id AS id', 'q.asked_at AS asked_at', 'q.seen_until AS seen_until'];
  const seen = path
    .filter((each) => sqlTable(writer.tables, each.table).time !== undefined)
    .map((each) => `${writer.knownAt(each)} <= q.seen_until`);
  return [
    `SELECT ${[...anchor, `${writer.id(path.at(-1)!)} AS row_id`, ...values].join(',\n    ')}`,
    '  FROM anchors AS q',
    ...path.map(({ join }) => `  ${join}`),
    ...(seen.length > 0 ? [`  WHERE ${seen.join(' AND ')}`] : []),
  ].join('\n');
}

/** The table of the anchors' rows and those that keys lead to. */
function focusPath(writer: SqlWriter, table: string, moves: readonly Move[]): (Joined & { join: string })[] {
  const start = { table, alias: 'p0' };
  const path = [{ ...start, join: `JOIN ${writer.from(start)} ON ${writer.id(start)} = q.id` }];
  for (const [i, move] of moves.entries()) {
    if ('up' in move) path.push(writer.up(path.at(-1)!, move.up, `p${i + 1}`));
  }
  return path;
}

/** A column, or the age, of the row that keys lead to. */
export function ownValue(writer: SqlWriter, table: string, feature: PlannedFeature): string {
  const { focus, value, measure, kind: wanted } = feature;
  const at = focus.reduce((from, move) => ('up' in move ? sqlKey(writer.tables, from, move.up).table : from), table);
  const row: Joined = { table: at, alias: `p${focus.length}` };
  const since = (time: string) => `CASE WHEN ${time} <= q.seen_until THEN (q.asked_at - ${time}) / ${DAY} END`;
  if (measure.what === 'age') {
    return sqlTable(writer.tables, at).time ? since(writer.knownAt(row)) : writer.double('NULL');
  }
  if (measure.what !== 'value' || value?.column === undefined) throw mismatch(feature);
  const { column, kind } = writer.planned(at, value.column);
  const cell = writer.column(row.alias, column);
  if (wanted === 'category') {
    if (kind !== 'number') throw mismatch(feature);
    return placeOf(writer, feature, cell);
  }
  if (kind === 'boolean') return writer.double(writer.dialect.flag(cell));
  if (kind === 'number') return writer.finite(writer.double(cell));
  return since(writer.seconds(row.alias, { column, kind }));
}
