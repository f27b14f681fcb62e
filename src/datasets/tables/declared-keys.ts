import type { SourceKey } from '../sources/base/table-source.js';
import { type IdGuess, type KeyGuess, keyNotes, numMissing, uniqueProblem } from './guess-keys.js';
import type { ColumnProfile, TableProfile } from './profile.js';

/** Several columns that name the rows together: ids begin anew in each value of those before the last. */
export interface CompositeId {
  readonly within: readonly ColumnProfile[];
  readonly id: ColumnProfile;
}

/** Keys that are declared, and sentences about those that cannot be used. */
export interface DeclaredKeys {
  readonly keys: readonly KeyGuess[];
  readonly warnings: readonly string[];
}

/** The column that names the rows as declared: the primary key, or the only column that foreign keys of other tables name. */
export function declaredId(table: TableProfile, tables: readonly TableProfile[]): IdGuess | undefined {
  const { declared } = table;
  if (!declared) return undefined;
  if (declared.primaryKey.length > 0) {
    return declared.primaryKey.length === 1 ? idOf(table, declared.primaryKey[0]!, 'the primary key') : undefined;
  }
  const named = tables
    .flatMap((each) => each.declared?.foreignKeys ?? [])
    .filter((key) => key.table === declared.name && key.to.length === 1)
    .map((key) => key.to[0]!);
  return new Set(named).size === 1 ? idOf(table, named[0]!, 'what foreign keys name') : undefined;
}

function idOf(table: TableProfile, name: string, why: string): IdGuess | undefined {
  const column = columnOf(table, name);
  if (!column || column.declared?.kind === 'binary') return undefined;
  const isUnique = column.twice === undefined && column.numValues === table.numRows;
  const problem = isUnique ? undefined : uniqueProblem(column, table);
  return { column, note: `declared as ${why}${problem ? `; ${problem}` : ''}`, ...(problem ? { problem } : {}) };
}

/** The columns of a declared primary key of several. */
export function compositeId(table: TableProfile): CompositeId | undefined {
  const names = table.declared?.primaryKey ?? [];
  const columns = names.flatMap((name) => columnOf(table, name) ?? []);
  const id = columns.at(-1);
  // Bytes name nothing.
  const isWhole = columns.length === names.length && columns.every(({ declared }) => declared?.kind !== 'binary');
  return names.length >= 2 && isWhole && id ? { within: columns.slice(0, -1), id } : undefined;
}

/** The foreign keys of a table as declared. */
export function declaredKeys(
  own: TableProfile,
  tables: readonly TableProfile[],
  ids: ReadonlyMap<TableProfile, IdGuess>,
): DeclaredKeys {
  const keys: KeyGuess[] = [];
  const warnings = absentKey(own);
  for (const key of own.declared?.foreignKeys ?? []) {
    const found = keyOf(key, own, tables, ids);
    if (typeof found === 'string') {
      const text = `the declared key (${key.columns.join(', ')}) to ${key.table}${key.to.length > 0 ? ` (${key.to.join(', ')})` : ''}`;
      warnings.push(`${own.file.name}: ${text} is not used, for ${found}.`);
    } else if (!keys.some(({ column, table, within }) => sameKey(found, { column, table, within }))) keys.push(found);
  }
  return { keys, warnings };
}

/** A sentence about a declared primary key whose columns are not there. */
function absentKey(table: TableProfile): string[] {
  const names = table.declared?.primaryKey ?? [];
  const absent = names.filter((name) => !columnOf(table, name));
  if (absent.length === 0) return [];
  return [
    `${table.file.name}: the declared primary key (${names.join(', ')}) is not used, for there is no column ${absent.join(', ')}.`,
  ];
}

function sameKey(
  a: KeyGuess,
  b: Pick<KeyGuess, 'column' | 'table'> & { within: KeyGuess['within'] | undefined },
): boolean {
  const isSame = a.within?.every((column, i) => column === b.within?.[i]) ?? b.within === undefined;
  return a.column === b.column && a.table === b.table && isSame;
}

/** What a declared key becomes, or why it cannot be used. */
function keyOf(
  { columns, table: parent, to }: SourceKey,
  own: TableProfile,
  tables: readonly TableProfile[],
  ids: ReadonlyMap<TableProfile, IdGuess>,
): KeyGuess | string {
  const table = tables.find(({ declared }) => declared?.name === parent);
  if (!table) return `there is no table ${parent} with rows`;
  const own_ = columns.map((name) => columnOf(own, name));
  if (own_.some((column) => column === undefined)) return 'it names a column that is not there';
  const known = own_ as ColumnProfile[];
  if (columns.length === 1) {
    const id = ids.get(table)?.column;
    if (!id || (to.length > 0 && id.name !== to[0])) {
      return id ? `the rows of ${parent} are named by ${id.name}` : `no column names the rows of ${parent}`;
    }
    const [column] = known as [ColumnProfile];
    const unknown = numMissing(column.distinct, id.distinct);
    const note = keyNotes(column, own, table, 'as declared', unknown).join('\n');
    const key = { column, table, unknown, isLoose: false, note };
    if (to.length > 0 || declaredId(table, tables)) return key;
    const doubt = `${own.file.name}: ${column.name} is declared to name rows of ${parent}, which declares no primary key; that ${id.name} names them is guessed: see whether it is meant.`;
    return { ...key, doubt };
  }
  const composite = compositeId(table);
  const ends = composite ? [...composite.within, composite.id] : [];
  // Where no columns are named, the primary key is meant.
  const places = ends.map((end, i) => (to.length === 0 ? i : to.indexOf(end.name)));
  const ordered = places.flatMap((at) => known[at] ?? []);
  const column = ordered.at(-1);
  if (!column || ordered.length !== ends.length || ends.length !== columns.length)
    return `the rows of ${parent} are not named by these columns`;
  const within = ordered.slice(0, -1);
  const note = `${ordered.map(({ name }) => name).join(', ')} name a row of ${table.file.name} together, as declared.`;
  return { column, within, table, unknown: 0, isLoose: false, note };
}

function columnOf({ columns }: TableProfile, name: string): ColumnProfile | undefined {
  return columns.find((column) => column.name === name);
}
