import { HeteroGraphError } from '../../core/index.js';
import { type Needs, needName } from './needs.js';
import type { DatabaseSchema, TableSchema } from './schema.js';

/** What a database has otherwise than that on which a forecast was learned. */
export interface SchemaChange {
  readonly what: 'table' | 'column' | 'key' | 'time' | 'categories';
  /** `table`, or `table.column` and `table.key`. */
  readonly name: string;
  readonly change: 'added' | 'missing' | 'changed';
  /** Whether the forecast is computed of it: it cannot be made where that is missing. */
  readonly isUsed: boolean;
  /** A sentence. */
  readonly text: string;
}

/** All changes, in the order of tables and columns: what is missing or of another kind, what is new, and new categories of columns that are used. */
export function schemaChanges(before: DatabaseSchema, now: DatabaseSchema, needs: Needs): readonly SchemaChange[] {
  const changes: SchemaChange[] = [];
  const tables = new Map(now.tables.map((table) => [table.name, table]));
  const known = new Set(before.tables.map(({ name }) => name));
  const newTables = now.tables.filter(({ name }) => !known.has(name));
  for (const table of before.tables) {
    const found = tables.get(table.name);
    if (found) changes.push(...tableChanges(table, found, needs));
    else
      changes.push({
        ...{ what: 'table', name: table.name, change: 'missing' },
        isUsed: needs.has(needName('table', table.name)),
        text: `The table ${table.name} is missing${instead(newTables)}.`,
      });
  }
  for (const { name } of newTables)
    changes.push({ what: 'table', name, change: 'added', isUsed: false, text: `The table ${name} is new: not used.` });
  return changes;
}

function tableChanges(before: TableSchema, now: TableSchema, needs: Needs): readonly SchemaChange[] {
  const { name: table } = before;
  const isUsed = (what: 'column' | 'key' | 'time', name?: string) => needs.has(needName(what, table, name));
  const changes: SchemaChange[] = [];
  if (before.isTimed !== now.isTimed) {
    const change = before.isTimed ? 'missing' : 'added';
    const text = before.isTimed ? 'has no times any more' : 'has times now, from which on its rows are known';
    changes.push({
      ...{ what: 'time', name: table, change, text: `The table ${table} ${text}.` },
      isUsed: before.isTimed && isUsed('time'),
    });
  }
  const members = [
    ...differences('column', before.columns, now.columns, ({ kind }) => kind),
    ...differences('key', before.keys, now.keys, (key) => `to ${key.table}`),
  ];
  for (const { what, name, change, text } of members)
    changes.push({ what, name: `${table}.${name}`, change, isUsed: isUsed(what, name), text: `${table}.${text}` });
  for (const { name, categories } of before.columns) {
    const found = now.columns.find((column) => column.name === name)?.categories;
    if (!categories || !found || !isUsed('column', name)) continue;
    const known = new Set(categories);
    const fresh = found.filter((category) => !known.has(category));
    if (fresh.length === 0) continue;
    const are = fresh.length === 1 ? 'category that is' : 'categories that are';
    const text = `${table}.${name} has ${fresh.length} ${are} new and count${fresh.length === 1 ? 's' : ''} as missing.`;
    changes.push({ what: 'categories', name: `${table}.${name}`, change: 'added', isUsed: true, text });
  }
  return changes;
}

function* differences<T extends { readonly name: string }>(
  what: 'column' | 'key',
  before: readonly T[],
  now: readonly T[],
  kindOf: (member: T) => string,
): Generator<Pick<SchemaChange, 'name' | 'change' | 'text'> & { readonly what: 'column' | 'key' }> {
  const found = new Map(now.map((each) => [each.name, each]));
  const known = new Set(before.map(({ name }) => name));
  const fresh = now.filter(({ name }) => !known.has(name));
  for (const member of before) {
    const { name } = member;
    const other = found.get(name);
    if (!other) yield { what, name, change: 'missing', text: `${name} is missing${instead(fresh)}.` };
    else if (kindOf(other) !== kindOf(member))
      yield { what, name, change: 'changed', text: `${name} was ${kindOf(member)}, and is ${kindOf(other)}.` };
  }
  for (const { name } of fresh) yield { what, name, change: 'added', text: `${name} is new: not used.` };
}

/** What may have been given another name. */
function instead(fresh: readonly { readonly name: string }[]): string {
  return fresh.length === 0 ? '' : ` (new there: ${fresh.map(({ name }) => name).join(', ')})`;
}

/** Changes that leave no forecast possible. */
export function isFatal({ isUsed, change, what }: SchemaChange): boolean {
  return isUsed && change !== 'added' && what !== 'categories';
}

/**
 * The error of a database that cannot be forecast, naming everything that is missing.
 *
 * @param why what else is known, a sentence
 */
export function schemaMismatch(changes: readonly SchemaChange[], why?: string, cause?: unknown): HeteroGraphError {
  const fatal = changes.filter(isFatal);
  const named = fatal.length > 0 ? fatal : changes.filter(({ change }) => change !== 'added');
  const texts = named.map(({ text }) => text);
  return new HeteroGraphError(
    'MODEL_MISMATCH',
    ['The database lacks what the forecast rests on.', ...texts, ...(why === undefined ? [] : [why])].join(' '),
    {
      ...(named[0] ? { column: named[0].name } : {}),
      ...(cause === undefined ? {} : { cause }),
      hint: 'Bring it back under its earlier name (graph.yaml, which `heterograph init` writes, says what columns are), or learn the forecast again.',
    },
  );
}
