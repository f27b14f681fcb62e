import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, hashGraph, standardise } from '../../../src/graph/index.js';
import { featureGraph, plainColumn } from './feature-graph.js';
import { codeOf } from './small-graph.js';

describe('standardise', () => {
  it('equals the two-pass definition over the training rows', () => {
    fc.assert(
      fc.property(featureGraph, fc.array(fc.nat(11), { minLength: 1 }), (graph, picks) => {
        const before = plainColumn(graph, 'n', 'dense') as (number[] | null)[];
        const trainRows = Int32Array.from(new Set(picks.filter((row) => row < before.length)));
        const train = [...trainRows].map((row) => before[row]).filter((row) => !!row) as number[][];
        fc.pre(train.length > 0);
        const result = standardise(graph, { nodeType: 'n', trainRows });
        const width = train[0]!.length;
        for (let d = 0; d < width; d++) {
          const mean = train.reduce((sum, row) => sum + row[d]!, 0) / train.length;
          const variance = train.reduce((sum, row) => sum + (row[d]! - mean) ** 2, 0) / train.length;
          expect(result.mean[d]).toBeCloseTo(mean, 6);
          expect(result.deviation[d]).toBeCloseTo(Math.sqrt(variance), 6);
          const after = plainColumn(result.graph, 'n', 'dense') as (number[] | null)[];
          before.forEach((row, i) => {
            if (row === null) expect(after[i]).toBe(null);
            else
              expect(after[i]![d]).toBe(
                train.length === 1 ? 0 : Math.fround((row[d]! - result.mean[d]!) / result.deviation[d]!),
              );
          });
        }
        expect(result.graph.schema).toEqual(graph.schema);
        const again = standardise(graph, { nodeType: 'n', column: 'dense', fitted: result });
        expect(hashGraph(again.graph)).toBe(hashGraph(result.graph));
      }),
      { numRuns: 60 },
    );
  });

  it('turns columns that are constant in training to 0, whatever rounding says', () => {
    const values = Float32Array.of(0.1, 1, 0.1, 2, 0.1, 3, 7, 4);
    const graph = graphFromArrays({ nodes: { n: { data: { x: { kind: 'dense', numRows: 4, width: 2, values } } } } });
    const { graph: result, mean, deviation } = standardise(graph, { nodeType: 'n', trainRows: Int32Array.of(0, 1, 2) });
    expect([...mean]).toEqual([Math.fround(0.1), 2]);
    expect(deviation[0]).toBe(0);
    const after = result.features('n')!.values;
    expect([after[0], after[2], after[4], after[6]]).toEqual([0, 0, 0, 0]);
    expect(after[7]).toBeCloseTo(2 / Math.sqrt(2 / 3), 6);
  });

  it('refuses rows and columns it cannot fit', () => {
    const data = {
      x: { kind: 'dense' as const, numRows: 2, width: 1, values: Float32Array.of(1, Number.NaN) },
      s: {
        kind: 'sparse' as const,
        numRows: 2,
        width: 1,
        indptr: Int32Array.of(0, 0, 0),
        indices: new Int32Array(0),
        values: new Float32Array(0),
      },
    };
    const graph = graphFromArrays({ nodes: { n: { data }, bare: 1 } }, { validate: false });
    const trainRows = Int32Array.of(0, 1);
    const fitted = { mean: new Float64Array(2), deviation: new Float64Array(2) };
    expect(codeOf(() => standardise(graph, { nodeType: 'n', trainRows }))).toBe('NON_FINITE');
    expect(codeOf(() => standardise(graph, { nodeType: 'n', column: 's', trainRows }))).toBe('WRONG_DTYPE');
    expect(codeOf(() => standardise(graph, { nodeType: 'n', column: 't', trainRows }))).toBe('UNKNOWN_COLUMN');
    expect(codeOf(() => standardise(graph, { nodeType: 'bare', trainRows }))).toBe('MISSING_FEATURES');
    expect(codeOf(() => standardise(graph, { nodeType: 'n', trainRows: new Int32Array(0) }))).toBe('NO_ROWS');
    expect(codeOf(() => standardise(graph, { nodeType: 'n', trainRows: Int32Array.of(-1) }))).toBe(
      'INDEX_OUT_OF_RANGE',
    );
    expect(codeOf(() => standardise(graph, { nodeType: 'n', fitted }))).toBe('SHAPE_MISMATCH');
  });
});
