import * as z from 'zod/mini';
import { nodeModule } from '../core/index.js';
import { corrupt, type FolderFormat, readStored, type StoredFile, storedFile, writeStored } from './manifest.js';

const { endianness } = nodeModule<typeof import('node:os')>('node:os');

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Kinds of arrays, by the ending of their files. */
const kinds = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds;

/** An array of numbers that a folder keeps. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** An array of a folder as its manifest lists it. */
export const storedArray = z.extend(storedFile, {
  name: z.string().check(z.regex(/^[\w-]+$/)),
  kind: z.enum(['f32', 'f64', 'i32', 'u8']),
});

/** Writes arrays, each in a file of its name, and returns their entries for the manifest. */
export async function writeArrays(folder: string, prefix: string, arrays: Readonly<Record<string, StateArray>>) {
  const stored = [];
  for (const [name, values] of Object.entries(arrays)) stored.push(await writeArray(folder, prefix, name, values));
  return stored;
}

/** Writes an array as little-endian numbers in a file of its name. */
async function writeArray(folder: string, prefix: string, name: string, values: StateArray) {
  const kind = (Object.keys(kinds) as Kind[]).find((each) => values instanceof kinds[each])!;
  const file: StoredFile = await writeStored(folder, `${prefix}-${name}.${kind}`, littleEndian(values));
  return { ...file, name, kind };
}

/** The arrays that a manifest lists, by name. @throws {HeteroGraphError} CORRUPT_FILE */
export async function readArrays(
  folder: string,
  stored: readonly z.infer<typeof storedArray>[],
  format: Pick<FolderFormat<unknown>, 'corruptHint'>,
): Promise<Record<string, StateArray>> {
  const arrays: Record<string, StateArray> = {};
  for (const { name, kind, ...file } of stored) {
    const values = decodeArray(await readStored(folder, file, format), kind);
    if (!values || Object.hasOwn(arrays, name))
      throw corrupt(format, join(folder, file.file), 'It is no array of its kind, or one of that name is there.');
    arrays[name] = values;
  }
  return arrays;
}

/** The array of a file's bytes; undefined where their number does not fit its kind. */
function decodeArray(bytes: Uint8Array, kind: Kind): StateArray | undefined {
  const { BYTES_PER_ELEMENT: size } = kinds[kind];
  if (bytes.length % size !== 0) return undefined;
  // A copy in a buffer of its own: Node's buffers may lie at any offset of a pool.
  return new kinds[kind](swapped(Uint8Array.from(bytes), size).buffer as ArrayBuffer);
}

function littleEndian(values: StateArray): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === 'LE' ? bytes : swapped(Uint8Array.from(bytes), values.BYTES_PER_ELEMENT);
}

/** Between little-endian and the byte order of this machine, in place. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (endianness() !== 'LE' && size === 4) view.swap32();
  if (endianness() !== 'LE' && size === 8) view.swap64();
  return bytes;
}
