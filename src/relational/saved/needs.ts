import type { PlannedFeature } from '../features/plan.js';
import type { DatabaseSchema } from './schema.js';

/** What of a database features are computed of, by {@link needName}. */
export type Needs = ReadonlySet<string>;

/** A table, a column or a key of it, or its times. */
export function needName(what: 'table' | 'column' | 'key' | 'time', table: string, name = ''): string {
  return JSON.stringify([what, table, name]);
}

/**
 * What features need. A walk along their paths, so that a plan that does not fit the schema is found out.
 *
 * @param table of the anchors
 * @throws {Error} where a path does not exist in the schema
 */
export function needsOf(table: string, features: readonly PlannedFeature[], schema: DatabaseSchema): Needs {
  const needs = new Set<string>();
  const tables = new Map(schema.tables.map((each) => [each.name, each]));
  const at = (name: string) => {
    const found = tables.get(name);
    if (!found) throw new Error(`There is no table ${name}.`);
    needs.add(needName('table', name));
    if (found.isTimed) needs.add(needName('time', name));
    return found;
  };
  /** The table that a key leads to. */
  const target = (from: string, name: string) => {
    const key = at(from).keys.find((each) => each.name === name);
    if (!key) throw new Error(`The table ${from} has no key ${name}.`);
    needs.add(needName('key', from, name));
    return at(key.table).name;
  };
  /** The table whose key refers to another one. */
  const child = (of: string, { table: name, key }: { readonly table: string; readonly key: string }) => {
    if (target(name, key) !== of) throw new Error(`The key ${key} of ${name} does not lead to ${of}.`);
    return name;
  };
  for (const { focus, rows = [], value } of features) {
    let place = at(table).name;
    for (const move of focus) place = 'up' in move ? target(place, move.up) : child(place, move.last);
    for (const down of rows) place = child(place, down);
    for (const up of value?.ups ?? []) place = target(place, up);
    const { column } = value ?? {};
    if (column === undefined) continue;
    if (!at(place).columns.some(({ name }) => name === column))
      throw new Error(`The table ${place} has no column ${column}.`);
    needs.add(needName('column', place, column));
  }
  return needs;
}
