import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestClasses } from '../../../src/models/index.js';
import { codeOf } from '../../support/code-of.js';

/** All cosines, sorted. */
function slow(values: readonly (readonly number[])[], labels: readonly number[], row: number, k: number) {
  const unit = (v: readonly number[]) => {
    const length = Math.hypot(...v);
    return v.map((x) => (length > 0 ? x / length : 0));
  };
  const cosine = (a: number, b: number) => unit(values[a]!).reduce((sum, x, i) => sum + x * unit(values[b]!)[i]!, 0);
  return labels
    .flatMap((label, other) => (label >= 0 && other !== row ? [{ other, label, cosine: cosine(row, other) }] : []))
    .sort((a, b) => b.cosine - a.cosine || a.other - b.other)
    .slice(0, k);
}

describe('nearestClasses', () => {
  it('are those of a search through all', () => {
    const shape = fc.record({
      n: fc.integer({ min: 1, max: 25 }),
      width: fc.integer({ min: 1, max: 5 }),
      k: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(shape, fc.infiniteStream(fc.integer({ min: -6, max: 6 })), ({ n, width, k }, numbers) => {
        const draw = () => numbers.next().value as number;
        const values = Array.from({ length: n }, () => Array.from({ length: width }, draw));
        const labels = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : Math.max(-1, draw() % 3)));
        const vectors = { values: Float32Array.from(values.flat()), width };
        const rows = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
        const found = nearestClasses(vectors, Int32Array.from(labels), rows, { k });
        for (const [i, row] of rows.entries()) {
          const expected = slow(values, labels, row, k);
          const cosines = [...found.cosines.subarray(i * k, i * k + expected.length)];
          expected.forEach(({ cosine }, j) => {
            expect(cosines[j]).toBeCloseTo(cosine, 5);
          });
          const own = [...found.neighbours.subarray(i * k, (i + 1) * k)];
          expect(own.filter((other) => other >= 0)).toHaveLength(expected.length);
          expect(own.slice(expected.length).every((other) => other === -1)).toBe(true);
          expect(own).not.toContain(row);
          expect(own.every((other) => other < 0 || labels[other]! >= 0)).toBe(true);
          // Votes of the neighbours that were found, by their weights.
          const weights = new Array<number>(found.numClasses).fill(0);
          for (const [j, other] of own.entries()) if (other >= 0) weights[labels[other]!]! += 1 + cosines[j]!;
          const total = weights.reduce((a, b) => a + b, 0);
          const shares = [...found.shares.subarray(i * found.numClasses, (i + 1) * found.numClasses)];
          shares.forEach((share, c) => {
            expect(share).toBeCloseTo(total > 1e-6 ? weights[c]! / total : share, 4);
          });
          if (expected.length === 0) expect(found.classes[i]).toBe(-1);
          else expect(weights[found.classes[i]!]).toBeCloseTo(Math.max(...weights), 5);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what it cannot answer', () => {
    const vectors = { values: Float32Array.of(1, 0, 0, 1), width: 2 };
    const rows = Int32Array.of(0);
    expect(codeOf(() => nearestClasses(vectors, Int32Array.of(-1, -1), rows))).toBe('NO_ROWS');
    expect(codeOf(() => nearestClasses(vectors, Int32Array.of(0), rows))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => nearestClasses(vectors, Int32Array.of(0, 1), Int32Array.of(2)))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => nearestClasses(vectors, Int32Array.of(0, 1), rows, { k: 0 }))).toBe('INVALID_OPTION');
    expect(codeOf(() => nearestClasses({} as never, Int32Array.of(0, 1), rows))).toBe('INVALID_OPTION');
  });
});
