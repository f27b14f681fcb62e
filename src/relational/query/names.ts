import { singular } from '../../datasets/internal.js';
import type { Column, Database, ForeignKey, Table } from '../database/types.js';
import { invalidQuery } from './tokens.js';
import type { Name } from './types.js';

/** The table that a name in a query means: as it stands, else whatever its case, in the singular or in the plural. */
export function tableNamed({ tables }: Database, name: Name, query: string): Table {
  const exact = tables.get(name.text);
  if (exact) return exact;
  const found = [...tables.values()].filter((table) => plainName(table.name) === plainName(name.text));
  if (found.length === 1) return found[0]!;
  throw invalidQuery(
    query,
    name.at,
    found.length > 1 ? `Several tables may be meant by "${name.text}".` : `There is no table "${name.text}".`,
    `There are: ${[...tables.keys()].join(', ')}.`,
  );
}

/** The column of a table that a name means. */
export function columnNamed(table: Table, name: Name, query: string): Column {
  const column = oneNamed(table.columns, name.text);
  if (column) return column;
  const names = table.columns.map((each) => each.name);
  throw invalidQuery(
    query,
    name.at,
    `The table ${table.name} has no column "${name.text}" that can be used.`,
    names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has keys alone.',
  );
}

/** The key of a table that a name means: of the key itself, or of the table that it leads to where one key does. */
export function keyNamed(table: Table, name: Name, query: string): ForeignKey {
  const byTable = table.keys.filter((key) => plainName(key.table) === plainName(name.text));
  const key = oneNamed(table.keys, name.text) ?? (byTable.length === 1 ? byTable[0] : undefined);
  if (key) return key;
  throw invalidQuery(
    query,
    name.at,
    `The table ${table.name} has no key "${name.text}".`,
    `It has: ${table.keys.map(({ name: own, table: to }) => `${own} (to ${to})`).join(', ') || 'none'}.`,
  );
}

function oneNamed<T extends { readonly name: string }>(all: readonly T[], text: string): T | undefined {
  const loose = all.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  return all.find(({ name }) => name === text) ?? (loose.length === 1 ? loose[0] : undefined);
}

function plainName(text: string): string {
  return singular(text.toLowerCase());
}
