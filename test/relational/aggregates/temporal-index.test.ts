import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemporalIndex } from '../../../src/relational/index.js';

const DAY = 86_400;
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

  it('sorts long ranges in no order', () => {
    const times = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1009);
    const index = new TemporalIndex(new Int32Array(5000), times, 1);
    const expected = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b);
    expect([...index.rows]).toEqual(expected);
  });
});
