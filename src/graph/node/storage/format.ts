import * as z from 'zod/mini';
import type { GraphSchema } from '../../schema/schema.js';

/** Version of the folder format; a reader accepts its own and earlier ones and refuses later ones. */
export const FORMAT_VERSION = 1;

/** Name of the file that makes a folder a graph. */
export const MANIFEST_FILE = 'schema.json';

const file = z.object({
  file: z.string().check(z.regex(/^[\w-]+(\.[\w-]+)*\.arrow$/)),
  bytes: z.int().check(z.minimum(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

const table = z.extend(file, { numRows: z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1)) });

/** Contents of `schema.json`, but for the version, which is looked at first. */
export const manifestShape = z.object({
  schema: z.unknown(),
  /** One per node type, in the schema's order. */
  nodes: z.array(table),
  /** One per edge type, in the schema's order. */
  edges: z.array(z.extend(table, { offsets: z.optional(file) })),
});

export interface StoredFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface StoredTable extends StoredFile {
  readonly numRows: number;
}

export interface StoredEdges extends StoredTable {
  /** Row offsets of both adjacencies, so that degrees need no pass over the edges. */
  readonly offsets?: StoredFile;
}

export interface Manifest {
  readonly format: 'heterograph';
  readonly formatVersion: number;
  readonly schema: GraphSchema;
  readonly nodes: readonly StoredTable[];
  readonly edges: readonly StoredEdges[];
}
