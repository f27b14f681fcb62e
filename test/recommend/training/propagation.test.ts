import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { Arrays } from '../../../src/recommend/core/arrays.js';
import { bipartiteBlocks, LightGraph } from '../../../src/recommend/training/light-graph.js';
import { NoisyLayers } from '../../../src/recommend/training/noisy-layers.js';
import { largestDifference, normals, randomCsr } from './matrices.js';

/** The symmetric normalised adjacency as a dense matrix. */
function dense(matrix: ReturnType<typeof randomCsr>): number[][] {
  const { numRows, numCols, indptr, indices } = matrix;
  const n = numRows + numCols;
  const a = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const degree = new Array<number>(n).fill(0);
  for (let u = 0; u < numRows; u++) {
    for (const i of indices.subarray(indptr[u]!, indptr[u + 1]!)) {
      a[u]![numRows + i] = a[numRows + i]![u] = 1;
      degree[u]!++;
      degree[numRows + i]!++;
    }
  }
  return a.map((row, r) => row.map((value, c) => (value === 0 ? 0 : value / Math.sqrt(degree[r]! * degree[c]!))));
}

function times(a: number[][], x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(x.length);
  for (const [r, row] of a.entries()) {
    for (const [c, value] of row.entries()) {
      for (let k = 0; k < width; k++) out[r * width + k]! += value * x[c * width + k]!;
    }
  }
  return out;
}

describe('propagation of recommenders', () => {
  it('is the mean of the layers', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(3), fc.nat(1000));
    fc.assert(
      fc.property(shape, fc.constantFrom(1, 3, 8), ([users, items, layers, seed], width) => {
        const matrix = randomCsr(users, items, 0.4, seed);
        const a = dense(matrix);
        const x = normals((users + items) * width, seed);
        const sum = x.slice();
        let layer = x;
        for (let l = 0; l < layers; l++) {
          layer = times(a, layer, width);
          for (let k = 0; k < sum.length; k++) sum[k]! += layer[k]!;
        }
        const arrays = new Arrays();
        try {
          const graph = new LightGraph(arrays, bipartiteBlocks(matrix), width, layers);
          const [from, out] = [arrays.floats(x.length), arrays.floats(x.length)];
          from.set(x);
          graph.forward(from, out);
          expect(
            largestDifference(
              out,
              sum.map((value) => value / (layers + 1)),
            ),
          ).toBeLessThan(1e-5);
        } finally {
          arrays.dispose();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('layers without noise give their mean, the first as the view, and the transposed map as gradient', () => {
    const width = 4;
    const matrix = randomCsr(5, 6, 0.5, 3);
    const a = dense(matrix);
    const x = normals(11 * width, 1);
    const one = times(a, x, width);
    const two = times(a, one, width);
    const [up, upView] = [normals(11 * width, 2), normals(11 * width, 3)];
    // d/dx of <up, (x + A x + A A x) / 3> + <upView, A x>, A symmetric.
    const [back, backView] = [times(a, up, width), times(a, upView, width)];
    const twice = times(a, back, width);
    const arrays = new Arrays();
    try {
      const place = (values: Float64Array) => {
        const copy = arrays.floats(values.length);
        copy.set(values);
        return copy;
      };
      const noisy = new NoisyLayers(arrays, new LightGraph(arrays, bipartiteBlocks(matrix), width, 2), 2, 0);
      const [mean, view, dx] = [arrays.floats(x.length), arrays.floats(x.length), arrays.floats(x.length)];
      const pass = noisy.forward(place(x), new RandomStream(1, 'noise'), mean, view);
      expect(largestDifference(view, one)).toBeLessThan(1e-5);
      expect(
        largestDifference(
          mean,
          one.map((value, k) => (x[k]! + value + two[k]!) / 3),
        ),
      ).toBeLessThan(1e-5);
      pass.gradient(place(up), place(upView), dx);
      expect(
        largestDifference(
          dx,
          back.map((value, k) => (up[k]! + value + twice[k]!) / 3 + backView[k]!),
        ),
      ).toBeLessThan(1e-5);
    } finally {
      arrays.dispose();
    }
  });

  it('noise has the length asked for and the signs of the row', () => {
    const width = 8;
    const matrix = randomCsr(6, 7, 0.5, 5);
    const arrays = new Arrays();
    try {
      const graph = new LightGraph(arrays, bipartiteBlocks(matrix), width, 1);
      const x = arrays.floats(13 * width);
      x.set(normals(x.length, 4));
      const [mean, view, plain] = [arrays.floats(x.length), arrays.floats(x.length), arrays.floats(x.length)];
      new NoisyLayers(arrays, graph, 1, 0.2).forward(x, new RandomStream(2, 'noise'), mean, view);
      graph.multiply(x, plain);
      for (let r = 0; r < 13; r++) {
        const row = plain.subarray(r * width, (r + 1) * width);
        const change = row.map((value, c) => view[r * width + c]! - value);
        expect(Math.hypot(...change)).toBeCloseTo(0.2 * Math.hypot(...row), 5);
        expect(change.every((value, c) => value * row[c]! >= 0)).toBe(true);
      }
    } finally {
      arrays.dispose();
    }
  });
});
