import * as z from 'zod/mini';
import { nodeModule } from '../../core/index.js';
import { type StoredFile, storedFile, writeStored } from '../../files/index.js';
import type { ScorerState } from '../core/scorer.js';

const { endianness } = nodeModule<typeof import('node:os')>('node:os');

type StateArray = ScorerState[string];

/** Kinds of arrays, by the ending of their files. */
const kinds = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds;

/** An array of a folder as its manifest lists it. */
export const storedArray = z.extend(storedFile, {
  name: z.string().check(z.regex(/^[\w-]+$/)),
  kind: z.enum(['f32', 'f64', 'i32', 'u8']),
});

/** Writes an array as little-endian numbers in a file of its name. */
export async function writeArray(folder: string, prefix: string, name: string, values: StateArray) {
  const kind = (Object.keys(kinds) as Kind[]).find((each) => values instanceof kinds[each])!;
  const file: StoredFile = await writeStored(folder, `${prefix}-${name}.${kind}`, littleEndian(values));
  return { ...file, name, kind };
}

/** The array of a file's bytes; undefined where their number does not fit its kind. */
export function decodeArray(bytes: Uint8Array, kind: Kind): StateArray | undefined {
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
