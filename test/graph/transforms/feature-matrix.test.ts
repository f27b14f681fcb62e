import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureMatrix, graphFromArrays, hashGraph, validateGraph } from '../../../src/graph/index.js';
import { featureGraph, plainColumn } from './feature-graph.js';
import { codeOf } from './small-graph.js';

describe('featureMatrix', () => {
  it('puts the columns side by side', () => {
    fc.assert(
      fc.property(
        featureGraph,
        fc.option(fc.shuffledSubarray(['bool', 'int64', 'dense', 'float64'], { minLength: 1 })),
        (graph, picks) => {
          const columns = picks ?? ['dense', 'int32', 'int64', 'float32', 'float64', 'bool'];
          const width = graph.features('n', 'dense')!.width;
          const read = columns.map((name) => plainColumn(graph, 'n', name));
          const wanted = Array.from({ length: graph.numNodes('n') }, (_, row) =>
            columns.flatMap((name, c) => {
              const value = read[c]![row];
              if (name === 'dense') return (value as number[] | null) ?? new Array<number>(width).fill(-7);
              return Math.fround(value === null ? -7 : Number(value));
            }),
          );
          const result = featureMatrix(graph, { nodeType: 'n', missing: -7, name: 'x', ...(picks ? { columns } : {}) });
          expect(plainColumn(result, 'n', 'x')).toEqual(wanted);
          expect(validateGraph(result)).toEqual([]);
          const first = read.findIndex((values) => values.includes(null));
          const strict = codeOf(() => hashGraph(featureMatrix(graph, { nodeType: 'n', columns })));
          if (first < 0) expect(strict).toHaveLength(64);
          else expect(strict).toBe('NULL_VALUE');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses what is no number', () => {
    const graph = graphFromArrays({ nodes: { n: { data: { text: ['a'], size: Int32Array.of(1) } } } });
    const gather = (options: object) => codeOf(() => featureMatrix(graph, { nodeType: 'n', ...options }));
    expect(gather({ columns: ['text'] })).toBe('WRONG_DTYPE');
    expect(gather({ columns: ['none'] })).toBe('UNKNOWN_COLUMN');
    expect(gather({ columns: ['size'], name: 'text' })).toBe('DUPLICATE_NAME');
    expect(gather({ columns: ['size'], missing: Number.NaN })).toBe('INVALID_OPTION');
    // Attributes are no features.
    expect(gather({})).toBe('MISSING_FEATURES');
    expect(gather({ nodeType: 'm' })).toBe('UNKNOWN_TYPE');
  });
});
