import { mismatch } from '../features/mismatch.js';
import type { Down, PlannedFeature, PlannedValue } from '../features/plan.js';
import { sqlKey, sqlTable } from './layout.js';
import type { Joined, SqlWriter } from './writer.js';

/** Does a feature take texts, or numbers? */
export function isText({ kind, value, measure }: PlannedFeature): boolean {
  if (measure.what === 'share') return typeof measure.of === 'string';
  return kind === 'category' || (measure.what === 'distinct' && value !== undefined);
}

/**
 * The rows at the end of a path down that have an owner at its top, all rows of the path known: their owner (row_id), when they count from (t), and the values that
 * features take of them (v0, v1, ...).
 *
 * @param ups keys that lead to the row that the values are of
 */
export function eventRows(
  writer: SqlWriter,
  path: readonly Down[],
  ups: readonly string[],
  values: readonly PlannedFeature[],
): string {
  const last: Joined = { table: path.at(-1)!.table, alias: 'd0' };
  const [joins, known]: [string[], Joined[]] = [[], [last]];
  let at = last;
  for (const [i, { key }] of [...path].reverse().slice(0, -1).entries()) {
    const next = writer.up(at, key, `d${i + 1}`);
    joins.push(next.join);
    known.push(next);
    at = next;
  }
  const owner = writer.column(at.alias, sqlKey(writer.tables, at.table, path[0]!.key).column);
  let of = last;
  for (const [i, key] of ups.entries()) {
    const next = writer.up(of, key, `u${i + 1}`);
    joins.push(next.join);
    known.push(next);
    of = next;
  }
  const taken = values.map((feature, i) => `${eventValue(writer, feature, last, of)} AS v${i}`);
  const times = known.map((each) => writer.knownAt(each));
  return [
    `SELECT ${[`${owner} AS row_id`, `${latest(times)} AS t`, ...taken].join(', ')}`,
    `  FROM ${writer.from(last)}`,
    ...joins.map((join) => `  ${join}`),
    `  WHERE ${[`${owner} IS NOT NULL`, ...times.map((time) => `${time} IS NOT NULL`)].join(' AND ')}`,
  ].join('\n');
}

function latest(times: readonly string[]): string {
  return times.length === 1 ? times[0]! : `GREATEST(${times.join(', ')})`;
}

function eventValue(writer: SqlWriter, feature: PlannedFeature, row: Joined, of: Joined): string {
  const { column: name } = feature.value as PlannedValue;
  if (name === undefined) return writer.id(of);
  const { column, kind } = writer.planned(of.table, name);
  const value = writer.column(of.alias, column);
  if (isText(feature)) {
    if (kind !== 'number') throw mismatch(feature);
    return value;
  }
  if (kind === 'boolean') return writer.double(writer.dialect.flag(value));
  if (kind === 'number') return writer.finite(writer.double(value));
  // Days from the date to when the row became known; later dates would tell what comes.
  if (!sqlTable(writer.tables, row.table).time) return writer.double('NULL');
  const [date, time] = [writer.seconds(of.alias, { column, kind }), writer.knownAt(row)];
  return `CASE WHEN ${date} <= ${time} THEN (${time} - ${date}) / 86400 END`;
}
