import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addInverseRelations, addSelfLoops, hashGraph, validateGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';
import { codeOf, KNOWS, LIKES, plainEdges, smallGraph } from './small-graph.js';

describe('addSelfLoops', () => {
  it('adds the loops that are missing, after the edges', () => {
    fc.assert(
      fc.property(smallGraph, (graph) => {
        const before = plainEdges(graph, KNOWS);
        const missing = Array.from({ length: graph.numNodes('person') }, (_, row) => row).filter(
          (row) => !before.some((edge) => edge.source === row && edge.target === row),
        );
        const result = addSelfLoops(graph, { weight: 2.5 });
        const loops = missing.map((row) => ({ source: row, target: row, weight: 2.5, since: null }));
        expect(plainEdges(result, KNOWS)).toEqual([...before, ...loops]);
        expect(result.edgeTable(LIKES)).toBe(graph.edgeTable(LIKES));
        expect(validateGraph(result)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves any graph sound, its inverses too, and twice is as good as once', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const result = addSelfLoops(graph);
        expect(validateGraph(result)).toEqual([]);
        expect(hashGraph(addSelfLoops(result))).toBe(hashGraph(result));
      }),
      { numRuns: 40 },
    );
    fc.assert(
      fc.property(smallGraph, (graph) => {
        const result = addSelfLoops(addInverseRelations(graph), { relations: ['knows'] });
        expect(result.numEdges('rev_knows')).toBe(result.numEdges('knows'));
        expect(validateGraph(result)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses relations between types and weights that are none', () => {
    const [graph] = fc.sample(smallGraph, { numRuns: 1, seed: 1 });
    expect(codeOf(() => addSelfLoops(graph!, { relations: ['likes'] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => addSelfLoops(graph!, { relations: ['nobody'] }))).toBe('UNKNOWN_TYPE');
    expect(codeOf(() => addSelfLoops(graph!, { weight: Number.NaN }))).toBe('INVALID_OPTION');
  });
});
