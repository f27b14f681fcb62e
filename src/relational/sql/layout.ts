import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import { dialectNames, type SqlDialect } from './dialects.js';

/** Where the tables of a plan are in a database, by their names in the plan. */
export type SqlTables = Readonly<Record<string, SqlTable>>;

export interface SqlTable {
  /** Its name, or schema and name; default: the name in the plan. */
  readonly name?: string | readonly string[];
  /** The column that identifies its rows: no two of them have one value. */
  readonly id: string;
  /** When each row became known. Absent: all rows are known from the beginning. */
  readonly time?: SqlTime;
  /** By name of a key in the plan, the column that refers to the `id` of another table. */
  readonly keys?: Readonly<Record<string, { readonly column: string; readonly table: string }>>;
  /** By name of a column in the plan, where its name or kind differ from those of a column of numbers, or of texts where the plan takes categories. */
  readonly columns?: Readonly<Record<string, SqlColumn>>;
}

/** A column of times: of a type of times (in UTC), or numbers of seconds since 1970. */
export interface SqlTime {
  readonly column: string;
  /** Default: `timestamp`. */
  readonly kind?: 'timestamp' | 'seconds';
}

export interface SqlColumn {
  /** Default: the name in the plan. */
  readonly column?: string;
  /** Default: `number`. Of dates: `timestamp`, or `seconds` since 1970. */
  readonly kind?: 'number' | 'boolean' | 'timestamp' | 'seconds';
}

/** The table of the anchors. */
export interface SqlAnchors {
  /** Its name, or schema and name. */
  readonly name: string | readonly string[];
  /** The column that names a row of the plan's table, by its `id`. */
  readonly id: string;
  readonly time: SqlTime;
  /** Up to when rows are seen where that is earlier than the anchor; NULL where it is not. */
  readonly seenUntil?: SqlTime;
}

export interface FeatureSqlOptions {
  readonly dialect: SqlDialect;
  readonly tables: SqlTables;
  readonly anchors: SqlAnchors;
}

const text = z.string('a text').check(z.minLength(1, 'a name'));
const name = z.union([text, z.array(text).check(z.minLength(1))]);
const time = z.strictObject({ column: text, kind: z.optional(z.enum(['timestamp', 'seconds'])) });
const table = z.strictObject({
  ...{ name: z.optional(name), id: text, time: z.optional(time) },
  keys: z.optional(z.record(z.string(), z.strictObject({ column: text, table: text }))),
  columns: z.optional(
    z.record(
      z.string(),
      z.strictObject({
        column: z.optional(text),
        kind: z.optional(z.enum(['number', 'boolean', 'timestamp', 'seconds'])),
      }),
    ),
  ),
});

export const featureSqlSchema = z.strictObject({
  dialect: z.enum(dialectNames),
  tables: z.record(z.string(), table),
  anchors: z.strictObject({ name, id: text, time, seenUntil: z.optional(time) }),
});

/** @throws {HeteroGraphError} UNKNOWN_TYPE */
export function sqlTable(tables: SqlTables, of: string): SqlTable {
  if (Object.hasOwn(tables, of)) return tables[of]!;
  throw new HeteroGraphError('UNKNOWN_TYPE', `The plan has a table ${of}, and nothing says where it is.`, {
    type: of,
    hint: `Add it to tables, which has ${Object.keys(tables).join(', ') || 'none'}.`,
  });
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN */
export function sqlKey(tables: SqlTables, of: string, key: string): { column: string; table: string } {
  const { keys = {} } = sqlTable(tables, of);
  if (Object.hasOwn(keys, key)) return keys[key]!;
  throw new HeteroGraphError(
    'UNKNOWN_COLUMN',
    `The plan follows the key ${key} of ${of}, and nothing says what it is.`,
    {
      ...{ type: of, column: key },
      hint: `Add it to the keys of ${of}, which has ${Object.keys(keys).join(', ') || 'none'}.`,
    },
  );
}
