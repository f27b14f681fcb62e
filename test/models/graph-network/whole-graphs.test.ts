import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { withDegreeFeatures } from '../../../src/models/inputs/degree-features.js';
import { graphFeatures } from '../../../src/models/inputs/graph-features.js';
import { membersIn, wholeGraphsLike } from '../../../src/models/inputs/seen-members.js';
import { wholeGraphs } from '../../../src/models/inputs/whole-graphs.js';
import { molecules } from './molecules.js';

/** Two documents; words of sentences of documents; a word that stands alone; a topic that both documents share. */
function documents(): HeteroGraph {
  return graphFromArrays({
    nodes: { document: 3, sentence: 3, word: 5, topic: 1 },
    edges: [
      { type: ['sentence', 'of', 'document'], source: [0, 1, 2], target: [0, 1, 1] },
      { type: ['word', 'in', 'sentence'], source: [0, 1, 2, 3], target: [0, 0, 1, 2] },
      { type: ['word', 'next', 'word'], source: [0, 1, 2, 4], target: [1, 2, 3, 0] },
      { type: ['document', 'about', 'topic'], source: [0, 1], target: [0, 0] },
    ],
  });
}

describe('whole graphs among the nodes of a type', () => {
  it('finds what belongs to them, over several relations, and what several share', () => {
    const { graph, graphOf, numGraphs, shared, crossing } = wholeGraphs(documents(), 'document');
    expect(numGraphs).toBe(3);
    expect(graphOf).toEqual({ sentence: Int32Array.of(0, 1, 1), word: Int32Array.of(0, 0, 1, 1, -1) });
    expect(shared).toEqual(['topic']);
    // From word 1 to word 2 of another document, and from word 4 of none.
    expect(crossing).toBe(2);
    expect(graph.nodeTypes).toEqual(['sentence', 'word']);
    expect(graph.edgeIndex('next')).toEqual({ source: Int32Array.of(0, 2), target: Int32Array.of(1, 3) });
  });

  it('finds the same along relations that lead from the graphs to their nodes', () => {
    const graph = graphFromArrays({
      nodes: { crate: 2, item: 3 },
      edges: [
        { type: ['crate', 'holds', 'item'], source: [1, 0, 1], target: [0, 1, 2] },
        { type: ['item', 'beside', 'item'], source: [0], target: [2] },
      ],
    });
    expect(wholeGraphs(graph, 'crate').graphOf).toEqual({ item: Int32Array.of(1, 0, 1) });
  });

  it('refuses nodes that nothing belongs to, or that share all', () => {
    const alone = graphFromArrays({ nodes: { crate: 2, item: 3 } });
    const sharing = graphFromArrays({
      nodes: { crate: 2, item: 1 },
      edges: [{ type: ['crate', 'holds', 'item'], source: [0, 1], target: [0, 0] }],
    });
    for (const graph of [alone, sharing]) {
      expect(() => wholeGraphs(graph, 'crate')).toThrow(expect.objectContaining({ code: 'NO_RELATIONS' }));
    }
    expect(() => wholeGraphs(alone, 'box')).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }));
  });

  it('finds the members of the fit again, and refuses a graph that lacks them', () => {
    const graph = documents();
    const seen = membersIn(wholeGraphs(graph, 'document'));
    expect(wholeGraphsLike(seen, graph, 'document').graphOf).toEqual(wholeGraphs(graph, 'document').graphOf);
    const empty = graphFromArrays({
      nodes: { document: 1, sentence: 0, word: 0, topic: 1 },
      edges: graph.edgeTypes.map((type) => ({ type, source: [], target: [] })),
    });
    expect(wholeGraphsLike(seen, empty, 'document').graphOf).toEqual({
      sentence: new Int32Array(0),
      word: new Int32Array(0),
    });
    const lacking = graphFromArrays({ nodes: { document: 1, sentence: 0 } });
    expect(() => wholeGraphsLike(seen, lacking, 'document')).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH' }),
    );
    expect(() => wholeGraphsLike({ nodeTypes: 1 }, graph, 'document')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it('has the means and numbers of nodes and edges of each, worked out by hand', () => {
    const { x, width } = graphFeatures(wholeGraphs(documents(), 'document'));
    // Sentences, words, words in sentences, words next to words, a constant.
    expect(width).toBe(5);
    const log = (...counts: number[]) => [...counts.map((count) => Math.log1p(count)), 1];
    const expected = [...log(1, 2, 2, 1), ...log(2, 2, 2, 1), ...log(0, 0, 0, 0)];
    for (const [i, each] of expected.entries()) expect(x[i]).toBeCloseTo(each, 6);
    const means = graphFeatures(wholeGraphs(molecules(), 'molecule'));
    const { graphOf, graph } = wholeGraphs(molecules(), 'molecule');
    const own = [...graph.features('atom')!.values].filter((_, atom) => graphOf.atom![atom] === 0);
    expect(means.x[0]).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / own.length, 5);
  });

  it('gives node types without features a constant and their degree', () => {
    const graph = withDegreeFeatures(wholeGraphs(documents(), 'document').graph);
    const { width, values } = graph.features('word')!;
    expect(width).toBe(2);
    const degrees = [2, 2, 2, 2, 0];
    for (const [word, degree] of degrees.entries()) {
      expect(values[2 * word]).toBe(1);
      expect(values[2 * word + 1]).toBeCloseTo(Math.log1p(degree), 6);
    }
    expect(withDegreeFeatures(graph)).toBe(graph);
  });
});
