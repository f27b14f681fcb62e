import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../src/graph/index.js';
import { gatherFeatures, gatherWeights } from '../../src/sampling/index.js';

const values = (rows: number, width: number) => Float32Array.from({ length: rows * width }, (_, i) => i + 0.5);
const sparse = {
  kind: 'sparse' as const,
  ...{ numRows: 3, width: 5 },
  indptr: Int32Array.of(0, 2, 2, 3),
  indices: Int32Array.of(1, 4, 0),
  values: Float32Array.of(1, 2, 3),
};
const graph = graphFromArrays({
  nodes: {
    narrow: {
      data: { x: { kind: 'dense', numRows: 4, width: 3, values: values(4, 3) } },
      columns: { x: { role: 'feature' } },
    },
    wide: {
      data: { x: { kind: 'dense', numRows: 4, width: 20, values: values(4, 20) } },
      columns: { x: { role: 'feature' } },
    },
    words: { data: { x: sparse }, columns: { x: { role: 'feature' } } },
    plain: 2,
  },
  edges: [
    {
      type: ['plain', 'e', 'wide'],
      source: Int32Array.of(0, 1, 1),
      target: Int32Array.of(0, 2, 3),
      data: { w: Float32Array.of(0.5, 1.5, 2.5) },
      columns: { w: { role: 'weight' } },
    },
  ],
});

describe('gatherFeatures', () => {
  it.each([
    ['narrow', 3],
    ['wide', 20],
  ])('dense rows, %s', (type, width) => {
    const all = values(4, width);
    const rows = [3, 0, 0, 2];
    const found = gatherFeatures(graph, type, Int32Array.from(rows))!;
    expect(found).toMatchObject({ kind: 'dense', numRows: 4, width });
    expect([...found.values]).toEqual(rows.flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]));
    expect(gatherFeatures(graph, type, new Int32Array(0))).toMatchObject({ numRows: 0, values: new Float32Array(0) });
  });

  it('sparse rows stay sparse', () => {
    expect(gatherFeatures(graph, 'words', Int32Array.of(2, 1, 0, 2))).toEqual({
      kind: 'sparse',
      ...{ numRows: 4, width: 5 },
      indptr: Int32Array.of(0, 1, 1, 3, 4),
      indices: Int32Array.of(0, 1, 4, 0),
      values: Float32Array.of(3, 1, 2, 3),
    });
  });

  it('of a type without features: undefined', () => {
    expect(gatherFeatures(graph, 'plain', Int32Array.of(0))).toBeUndefined();
  });
});

it('gatherWeights', () => {
  expect(gatherWeights(graph, 'e', Int32Array.of(2, 0, 2))).toEqual(Float32Array.of(2.5, 0.5, 2.5));
});
