import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, hashGraph, subgraph, toUndirected, validateGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';
import { codeOf, KNOWS, LIKES, plainEdges, smallGraph } from './small-graph.js';

describe('subgraph', () => {
  it('keeps the edges whose ends are kept, with new rows', () => {
    fc.assert(
      fc.property(smallGraph, fc.array(fc.nat(5)), fc.infiniteStream(fc.nat(1)), (graph, picks, flags) => {
        const people = [...new Set(picks)].filter((row) => row < graph.numNodes('person'));
        const mask = Uint8Array.from({ length: graph.numNodes('film') }, () => flags.next().value);
        const films = [...mask.keys()].filter((row) => mask[row] === 1);
        const result = subgraph(graph, { nodes: { person: Int32Array.from(people), film: mask } });
        expect(result.rows).toEqual({ person: Int32Array.from(people), film: Int32Array.from(films) });
        const kept = (type: typeof KNOWS, targets: number[]) =>
          plainEdges(graph, type)
            .filter((edge) => people.includes(edge.source) && targets.includes(edge.target))
            .map((edge) => ({ ...edge, source: people.indexOf(edge.source), target: targets.indexOf(edge.target) }));
        expect(plainEdges(result.graph, KNOWS)).toEqual(kept(KNOWS, people));
        expect(plainEdges(result.graph, LIKES)).toEqual(kept(LIKES, films));
        expect(people.map((_, row) => result.graph.ids('person').idOf(row))).toEqual(people);
        expect(validateGraph(result.graph)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('of all nodes is the graph, of any graph and any part of it sound', () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.nat(1)), (graph, flags) => {
        const whole = graph.nodeTypes.map((type) => [type, new Uint8Array(graph.numNodes(type)).fill(1)] as const);
        expect(hashGraph(subgraph(graph, { nodes: Object.fromEntries(whole) }).graph)).toBe(hashGraph(graph));
        const part = whole.map(([type, mask]) => [type, mask.map(() => flags.next().value)] as const);
        expect(validateGraph(subgraph(graph, { nodes: Object.fromEntries(part) }).graph)).toEqual([]);
        const nodeTypes = graph.nodeTypes.filter(() => flags.next().value === 1);
        const typed = subgraph(graph, { nodeTypes }).graph;
        expect(typed.nodeTypes).toEqual(nodeTypes);
        expect(typed.edgeTypes).toEqual(
          graph.edgeTypes.filter((type) => nodeTypes.includes(type[0]) && nodeTypes.includes(type[2])),
        );
        expect(validateGraph(typed)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes edge types, and forgets inverses that go', () => {
    const [plain] = fc.sample(smallGraph, { numRuns: 1, seed: 2 });
    const graph = toUndirected(plain!);
    const { graph: result } = subgraph(graph, { edgeTypes: ['likes'] });
    expect(result.schema.edges).toEqual([{ type: LIKES, columns: graph.edgeSchema('likes').columns }]);
    expect(result.edgeTable('likes')).toBe(graph.edgeTable('likes'));
  });

  it('refuses rows and types that are not there', () => {
    const graph = graphFromArrays({
      nodes: { n: 3, m: 1 },
      edges: [{ type: ['n', 'r', 'm'], source: Int32Array.of(0), target: Int32Array.of(0) }],
    });
    const of = (options: Parameters<typeof subgraph>[1]) => codeOf(() => subgraph(graph, options));
    expect(of({ nodes: { n: Int32Array.of(3) } })).toBe('INDEX_OUT_OF_RANGE');
    expect(of({ nodes: { n: Int32Array.of(1, 1) } })).toBe('DUPLICATE_ID');
    expect(of({ nodes: { n: new Uint8Array(2) } })).toBe('SHAPE_MISMATCH');
    expect(of({ nodes: { x: new Int32Array(0) } })).toBe('UNKNOWN_TYPE');
    expect(of({ nodeTypes: ['x'] })).toBe('UNKNOWN_TYPE');
    expect(of({ edgeTypes: ['x'] })).toBe('UNKNOWN_TYPE');
    expect(of({ nodeTypes: ['n'], edgeTypes: ['r'] })).toBe('INVALID_OPTION');
    expect(of({ nodeTypes: ['m'], nodes: { n: new Int32Array(0) } })).toBe('INVALID_OPTION');
  });
});
