import * as z from 'zod/mini';
import type { Column, Database, Table } from '../database/types.js';

/** The tables of a database without their rows. */
export interface DatabaseSchema {
  readonly tables: readonly TableSchema[];
}

export interface TableSchema {
  readonly name: string;
  /** Whether rows become known one by one. */
  readonly isTimed: boolean;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: Column['kind'];
    /** Absent where there are more than {@link MOST_CATEGORIES}. */
    readonly categories?: readonly string[];
  }[];
  readonly keys: readonly { readonly name: string; readonly table: string }[];
}

/** Categories of a column that are kept. */
const MOST_CATEGORIES = 1000;

export function schemaOf({ tables }: Database): DatabaseSchema {
  return { tables: Array.from(tables.values(), tableSchema) };
}

function tableSchema({ name, time, columns, keys }: Table): TableSchema {
  return {
    ...{ name, isTimed: time !== undefined },
    columns: columns.map((column) => ({
      ...{ name: column.name, kind: column.kind },
      ...(column.kind === 'category' && column.categories.length <= MOST_CATEGORIES
        ? { categories: [...column.categories] }
        : {}),
    })),
    keys: keys.map((key) => ({ name: key.name, table: key.table })),
  };
}

/** Check of a schema from outside. */
export const databaseSchemaSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      isTimed: z.boolean(),
      columns: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(['number', 'boolean', 'date', 'category']),
          categories: z.optional(z.array(z.string())),
        }),
      ),
      keys: z.array(z.object({ name: z.string(), table: z.string() })),
    }),
  ),
});
