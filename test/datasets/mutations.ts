import fc from 'fast-check';
import { expect } from 'vitest';
import { isHeteroGraphError } from '../../src/core/index.js';
import type { NamedStream } from '../../src/graph/index.js';

export type Mutation = (bytes: Uint8Array) => Uint8Array;

const spliced = (at: number, drop: number, put: readonly number[]): Mutation => {
  return (bytes) => {
    const from = bytes.length === 0 ? 0 : at % bytes.length;
    return Uint8Array.from([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + drop)]);
  };
};
const place = fc.nat(100_000);
const words = [
  '\0',
  '"',
  '\t',
  '\n',
  '\r',
  '|',
  '<',
  '>',
  '\\',
  '\\u12',
  ' ',
  '\u2028',
  '99999999',
  '-',
  '\n\n',
  '   ',
];

/** One to three of: truncation, random bytes, lost bytes, marks in wrong places, wrong UTF-8, flipped bits. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    place.map((at) => (bytes: Uint8Array) => bytes.slice(0, at % (bytes.length + 1))),
    fc.tuple(place, fc.uint8Array({ maxLength: 8 })).map(([at, put]) => spliced(at, put.length, [...put])),
    fc.tuple(place, fc.integer({ min: 1, max: 30 })).map(([at, drop]) => spliced(at, drop, [])),
    fc.tuple(place, fc.constantFrom(...words)).map(([at, put]) => spliced(at, 0, [...Buffer.from(put)])),
    place.map((at) => spliced(at, 1, [0xc3])),
    fc.tuple(place, fc.nat(7)).map(([at, bit]) => (bytes: Uint8Array) => {
      const copy = bytes.slice();
      if (copy.length > 0) copy[at % copy.length]! ^= 1 << bit;
      return copy;
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

/**
 * Damages one of the files 300 times, hands it over in pieces of any size, and demands of every refusal a code, a file and
 * a row.
 */
export async function survivesDamage(
  files: Readonly<Record<string, string>>,
  read: (open: (file: string) => NamedStream) => Promise<unknown>,
): Promise<void> {
  const names = Object.keys(files);
  const stream = (name: string, bytes: Iterable<Uint8Array>): NamedStream => ({ name, bytes });
  await read((name) => stream(name, [Buffer.from(files[name]!)]));
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      mutations,
      fc.integer({ min: 1, max: 500 }),
      async (damaged, all, size) => {
        try {
          await read((name) => {
            const bytes: Uint8Array = Buffer.from(files[name]!);
            if (name !== damaged) return stream(name, [bytes]);
            const changed = all.reduce((so, mutate) => mutate(so), bytes);
            const count = Math.ceil(changed.length / size);
            return stream(
              name,
              Array.from({ length: count }, (_, i) => changed.slice(i * size, (i + 1) * size)),
            );
          });
        } catch (error) {
          refused++;
          if (!isHeteroGraphError(error)) throw error;
          expect(error.code).toMatch(/^[A-Z0-9_]+$/);
          expect(names).toContain(error.location.file);
          expect(error.location.row).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 300, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
  // A reader that takes everything would pass otherwise.
  expect(refused).toBeGreaterThan(60);
}
