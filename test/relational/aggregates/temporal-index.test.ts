import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { TemporalIndex } from '../../../src/relational/index.js';
import { openPools } from '../../compute/kernels/pools.js';

const DAY = 86_400;
const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const event = fc.record({ key: fc.integer({ min: -1, max: 5 }), time: fc.constantFrom(Number.NaN, 1, 2, 3, 4, 5, 6) });

function contents(index: TemporalIndex): { rows: number[]; times: number[] }[] {
  return Array.from({ length: index.numKeys }, (_, key) => ({
    rows: [...index.rows.subarray(index.begin[key]!, index.end(key))],
    times: [...index.times.subarray(index.begin[key]!, index.end(key))],
  }));
}

const keysOf = (events: readonly { key: number }[]) => Int32Array.from(events, ({ key }) => key);
const timesOf = (events: readonly { time: number }[]) => Float64Array.from(events, ({ time }) => time * DAY);

describe('TemporalIndex', () => {
  it('has the rows of each key in the order of time, those of one time in the order of rows', () => {
    const index = new TemporalIndex(Int32Array.of(1, 0, 1, -1, 1, 1), Float64Array.of(5, 1, 2, 3, 5, Number.NaN), 3);
    expect(contents(index)).toEqual([
      { rows: [1], times: [1] },
      { rows: [2, 0, 4], times: [2, 5, 5] },
      { rows: [], times: [] },
    ]);
    expect(index.hasTies).toBe(true);
  });

  it('is after appending what it is of all rows at once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 40 }), { maxLength: 6 }), (batches) => {
        const grown = new TemporalIndex(new Int32Array(0), new Float64Array(0), 2);
        for (const batch of batches) grown.append(keysOf(batch), timesOf(batch), 6);
        const all = batches.flat();
        const whole = new TemporalIndex(keysOf(all), timesOf(all), 6);
        if (batches.length === 0) return;
        expect(contents(grown)).toEqual(contents(whole));
        expect(grown.hasTies).toBe(whole.hasTies);
        expect(grown.numRows).toBe(all.length);
      }),
    );
  });

  it('sorts short and long ranges in no order, the same on any number of threads', () => {
    const n = 90_000;
    const times = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 10_007);
    // The first key has 70,000 events, the others up to 2,000.
    const keys = Int32Array.from(times.keys(), (i) => (i < 70_000 ? 0 : 1 + ((i * i) % 97)));
    const expected = [...times.keys()].sort((a, b) => keys[a]! - keys[b]! || times[a]! - times[b]! || a - b);
    const rows = Buffer.from(Int32Array.from(expected).buffer);
    const sorted = Buffer.from(Float64Array.from(expected, (row) => times[row]!).buffer);
    for (const pool of pools) {
      const index = new TemporalIndex(keys, times, 98, { pool });
      expect(Buffer.from(index.rows.buffer).equals(rows)).toBe(true);
      expect(Buffer.from(index.times.buffer).equals(sorted)).toBe(true);
    }
  });
});
