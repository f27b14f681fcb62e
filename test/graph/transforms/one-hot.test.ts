import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Category, graphFromArrays, oneHot, validateGraph } from '../../../src/graph/index.js';
import { featureGraph, plainColumn, plainSparse } from './feature-graph.js';
import { codeOf } from './small-graph.js';

describe('oneHot', () => {
  it('puts a 1 where the category is, for columns of every type', () => {
    fc.assert(
      fc.property(featureGraph, fc.constantFrom('int32', 'int64', 'utf8', 'bool'), (graph, column) => {
        const before = plainColumn(graph, 'n', column) as (Category | null)[];
        const distinct = [...new Set(column === 'bool' ? [false, true] : before.filter((value) => value !== null))];
        distinct.sort((a, b) => (a! < b! ? -1 : 1));
        const { graph: result, categories } = oneHot(graph, { nodeType: 'n', column });
        expect(categories).toEqual(distinct);
        const wanted = before.map((value) => distinct.map((category) => (category === value ? 1 : 0)));
        expect(plainSparse(result, 'n', `${column} one-hot`)).toEqual(wanted);
        expect(validateGraph(result)).toEqual([]);
        const reversed = [...categories].reverse();
        const again = oneHot(graph, { nodeType: 'n', column, name: 'hot', categories: reversed });
        expect(plainSparse(again.graph, 'n', 'hot')).toEqual(wanted.map((row) => [...row].reverse()));
      }),
      { numRuns: 80 },
    );
  });

  it('refuses unknown categories and columns of other types', () => {
    const data = { kind: ['b', null, 'a'], size: Float32Array.of(1, 2, 3) };
    const graph = graphFromArrays({ nodes: { n: { data } } });
    const hot = (column: string, options = {}) => codeOf(() => oneHot(graph, { nodeType: 'n', column, ...options }));
    expect(hot('kind', { categories: ['a'] })).toBe('UNKNOWN_CATEGORY');
    expect(hot('kind', { categories: ['a', 'b', 'a'] })).toBe('INVALID_OPTION');
    expect(hot('kind', { name: 'size' })).toBe('DUPLICATE_NAME');
    expect(hot('size')).toBe('WRONG_DTYPE');
    expect(hot('other')).toBe('UNKNOWN_COLUMN');
    expect(hot('kind', { nodeType: 'm' })).toBe('UNKNOWN_TYPE');
  });
});
