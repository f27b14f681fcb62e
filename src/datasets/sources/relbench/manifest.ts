import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { HeteroGraphError, nodeModule } from '../../../core/index.js';
import { readError } from '../../../files/index.js';

const { readFile, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** What a manifest says of a table. */
export interface ManifestTable {
  readonly pkey: string | null;
  /** Null where it says that there is none; undefined where it says nothing. */
  readonly time_col: string | null | undefined;
  /** Tables that columns name rows of, by column. */
  readonly fkeys: Readonly<Record<string, string>>;
}

const MANIFEST = 'manifest.yaml';
/** Characters that a manifest has at most. */
const maximumLength = 1_000_000;

// A name is that of a file of the folder `db`, and of none elsewhere.
const tableName = z.string().check(
  z.regex(/^[^/\\\0]+$/),
  z.refine((name) => name !== '.' && name !== '..'),
);
const schema = z.object({
  tables: z.record(
    tableName,
    z.object({
      pkey: z.optional(z.nullable(z.string())),
      time_col: z.optional(z.nullable(z.string())),
      fkeys: z.optional(z.nullable(z.record(z.string(), z.string()))),
    }),
  ),
});

/** Whether a folder is laid out as RelBench 3 does it: `manifest.yaml`, and a Parquet file for each table in `db`. */
export async function isRelbenchFolder(path: string): Promise<boolean> {
  const [manifest, tables] = [MANIFEST, 'db'].map((name) => stat(join(path, name)).catch(() => undefined));
  return (await manifest)?.isFile() === true && (await tables)?.isDirectory() === true;
}

/** The tables of a manifest. @throws {HeteroGraphError} CORRUPT_FILE; as reading a file does */
export async function readManifest(folder: string): Promise<ReadonlyMap<string, ManifestTable>> {
  const file = join(folder, MANIFEST);
  let value: unknown;
  try {
    const text = await readFile(file, 'utf8');
    if (text.length > maximumLength) throw new RangeError('it is too long');
    const document = parseDocument(text);
    if (document.errors[0]) throw document.errors[0];
    value = document.toJS();
  } catch (cause) {
    if (typeof (cause as { syscall?: unknown }).syscall === 'string') throw readError(cause, file);
    throw damaged(file, (cause as Error).message.split('\n', 1)[0]!, cause);
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(file, `${issue!.path.map(String).join('.')}: ${issue!.message}`, parsed.error);
  }
  return new Map(
    Object.entries(parsed.data.tables).map(([name, { pkey, time_col, fkeys }]) => [
      name,
      { pkey: pkey ?? null, time_col, fkeys: fkeys ?? {} },
    ]),
  );
}

/** Refuses a manifest that declares a column which the file of its table does not have: a time that is left out would show the future. */
export function checkManifestTable(
  folder: string,
  name: string,
  { pkey, time_col: timeColumn }: ManifestTable,
  columns: readonly string[],
): void {
  for (const [key, column] of Object.entries({ pkey, time_col: timeColumn })) {
    if (typeof column !== 'string' || columns.includes(column)) continue;
    throw new HeteroGraphError('CORRUPT_FILE', `The ${key} of the table ${name} is no column of db/${name}.parquet.`, {
      file: join(folder, MANIFEST),
      column,
      hint: `Name one of its columns, or null: ${columns.slice(0, 20).join(', ')}.`,
    });
  }
}

function damaged(file: string, why: string, cause: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', `That is no manifest of RelBench: ${why}.`, {
    file,
    hint: 'It has tables: { NAME: { pkey, time_col, fkeys: { COLUMN: TABLE } } }, as RelBench 3 writes it.',
    cause,
  });
}
