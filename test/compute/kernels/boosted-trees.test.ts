import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import {
  partitionScratchBytes,
  treeBinsInto,
  treeHistogramBytes,
  treeHistogramInto,
  treeInterleaveInto,
  treePartitionInto,
  treeQuantiseInto,
} from '../../../src/compute/internal.js';
import { openPools } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

it('a value has the first bin whose bound it does not exceed, NaN its own', () => {
  const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -5, max: 5 }), fc.constant(Number.NaN));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.uniqueArray(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 254 }),
      (values, bounds) => {
        const rising = Float64Array.from(bounds).sort();
        const missing = rising.length + 1;
        const expected = values.map((each) =>
          Number.isNaN(each) ? missing : rising.filter((bound) => each > bound).length,
        );
        for (const pool of pools) {
          const { arena } = pool;
          const padded = new Float64Array(256).fill(Number.POSITIVE_INFINITY);
          padded.set(rising);
          const [at, boundsAt] = [arena.copyIn(Float64Array.from(values)), arena.copyIn(padded)];
          const out = arena.alloc(values.length);
          treeBinsInto(pool, { values: at, bounds: boundsAt, out, missing }, values.length);
          expect([...new Uint8Array(arena.memory.buffer, out, values.length)]).toEqual(expected);
          for (const block of [at, boundsAt, out]) arena.free(block);
        }
      },
    ),
  );
});

/** Sums by bin of one column, in whole numbers of any size. */
function plainHistogram(
  bins: readonly number[],
  rows: Int32Array,
  pairs: BigInt64Array,
): Map<number, [bigint, bigint]> {
  const sums = new Map<number, [bigint, bigint]>();
  for (const row of rows) {
    const [g, h] = sums.get(bins[row]!) ?? [0n, 0n];
    sums.set(bins[row]!, [g + pairs[2 * row]!, h + pairs[2 * row + 1]!]);
  }
  return sums;
}

it('histograms are sums by bin of the listed rows, for used columns', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 19 }),
      fc.infiniteStream(fc.nat(255)),
      fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
      fc.infiniteStream(fc.boolean()),
      (numRows, numColumns, bytes, doubles, booleans) => {
        const take = <T>(from: Iterator<T>, count: number) =>
          Array.from({ length: count }, () => from.next().value as T);
        const numBlocks = Math.ceil(numColumns / 8);
        const bins = Array.from({ length: 8 * numBlocks }, (_, c) =>
          c < numColumns ? take(bytes, numRows) : new Array<number>(numRows).fill(0),
        );
        const [first, second] = [take(doubles, numRows), take(doubles, numRows).map(Math.abs)];
        const listed = Int32Array.from(take(booleans, numRows).flatMap((isListed, row) => (isListed ? [row] : [])));
        const used = take(booleans, numColumns);
        const countBits = 7;
        const pairs = BigInt64Array.from(
          first.flatMap((g, i) => [round(g * 2 ** 20), (round(second[i]! * 2 ** 18) << 7n) + 1n]),
        );
        for (const pool of pools) {
          const { arena } = pool;
          const blocks = new Int32Array(12 * numBlocks);
          for (let c = 0; c < numColumns; c++) {
            if (used[c]) blocks[12 * (c >> 3)]! |= 1 << (c & 7);
            blocks[12 * (c >> 3) + 4 + (c & 7)] = 4096;
          }
          const byColumn = arena.copyIn(Uint8Array.from(bins.flat()));
          const byRow = arena.alloc(8 * numBlocks * numRows);
          treeInterleaveInto(pool, byColumn, numRows, numBlocks, byRow);
          const [gradients, seconds] = [
            arena.copyIn(Float64Array.from(first)),
            arena.copyIn(Float64Array.from(second)),
          ];
          const out = arena.alloc(16 * numRows);
          treeQuantiseInto(pool, { gradients, seconds, out, exponents: [20, 18], countBits }, numRows);
          expect(new BigInt64Array(arena.memory.buffer, out, 2 * numRows)).toEqual(pairs);
          const histograms = arena.alloc(8 * numBlocks * treeHistogramBytes);
          const [rows, entries] = [arena.copyIn(listed), arena.copyIn(blocks)];
          const count = listed.length;
          treeHistogramInto(pool, { bins: byRow, pairs: out, rows, count, histograms, blocks: entries, numBlocks });
          for (let c = 0; c < numColumns; c++) {
            if (!used[c]) continue;
            const sums = plainHistogram(bins[c]!, listed, pairs);
            const expected = Array.from({ length: 256 }, (_, bin) => sums.get(bin) ?? [0n, 0n]).flat();
            const got = new BigInt64Array(arena.memory.buffer, histograms + c * treeHistogramBytes, 512);
            expect(got.join(' ')).toBe(expected.join(' '));
          }
          for (const block of [byColumn, byRow, gradients, seconds, out, histograms, rows, entries]) arena.free(block);
        }
      },
    ),
    { numRuns: 12 },
  );
});

function round(value: number): bigint {
  const down = Math.floor(value);
  const isUp = value - down > 0.5 || (value - down === 0.5 && down % 2 !== 0);
  return BigInt(isUp ? down + 1 : down);
}

it.each([1, 5, 16_385, 40_000])('parts %i rows and keeps their order', (count) => {
  const rows = Int32Array.from({ length: count }, (_, i) => (i * 7919) % count);
  const bins = Uint8Array.from({ length: count }, (_, i) => (i * i) % 251);
  const table = Uint8Array.from({ length: 256 }, (_, bin) => Number(bin % 3 === 0));
  const isLeft = (row: number) => table[bins[row]!] === 1;
  const expected = [...rows.filter(isLeft), ...rows.filter((row) => !isLeft(row))];
  for (const pool of pools) {
    const { arena } = pool;
    const [rowsAt, binsAt, tableAt] = [arena.copyIn(rows), arena.copyIn(bins), arena.copyIn(table)];
    const scratch = arena.alloc(partitionScratchBytes(count));
    const left = treePartitionInto(pool, { bins: binsAt, rows: rowsAt, count, table: tableAt, scratch });
    expect(left).toBe(rows.filter(isLeft).length);
    expect(arena.int32(rowsAt, count).join(' ')).toBe(expected.join(' '));
    for (const block of [rowsAt, binsAt, tableAt, scratch]) arena.free(block);
  }
});
