import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSequences, unionGraph } from '../../src/layers/index.js';
import { numTensors, usedBytes } from '../../src/tensor/index.js';
import { messageGraph, oddGraph, type TypedGraph } from './reference/graph.js';

const neighboursOf = (graph: TypedGraph, types: readonly string[]) => {
  const messages = messageGraph(graph);
  const union = unionGraph(messages, types);
  const { indptr, indices } = union.edges.matrix.arrays(false);
  const lists = Array.from(union.typeOf, (_, i) => [...indices.subarray(indptr[i], indptr[i + 1])]);
  const sequences = (start: number, count: number, length: number, seed = 1) => {
    const flat = nodeSequences(
      { numRows: lists.length, numCols: lists.length, indptr, indices },
      { start, count, length, seed },
    );
    return Array.from({ length: count }, (_, i) => [...flat.subarray(i * length, (i + 1) * length)]);
  };
  const typeOf = [...union.typeOf];
  union.dispose();
  messages.dispose();
  return { lists, sequences, typeOf };
};

describe('the union graph', () => {
  it('has each pair of nodes once in both directions, no loops, neighbours in order', () => {
    const before = [numTensors(), usedBytes()];
    const { lists, typeOf } = neighboursOf(oddGraph, ['a', 'b', 'empty', 'one']);
    // a0 a1 a2 a3 b0 b1 b2 one.
    expect(typeOf).toEqual([0, 0, 0, 0, 1, 1, 1, 3]);
    expect(lists).toEqual([[1, 2, 4], [0, 2, 4, 6], [0, 1, 4], [6], [0, 1, 2, 7], [7], [1, 3, 7], [4, 5, 6]]);
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('leaves out relations whose other side is not asked for', () => {
    expect(neighboursOf(oddGraph, ['a']).lists).toEqual([[1, 2], [0, 2], [0, 1], []]);
  });
});

describe('sequences of nodes', () => {
  const types = ['a', 'b', 'empty', 'one'];

  it('begin with the node and its neighbours, then go on with those of the next; a lonely node repeats itself', () => {
    const { sequences, lists } = neighboursOf(oddGraph, types);
    for (const [i, sequence] of sequences(0, 4, 12).entries()) {
      expect(sequence).toHaveLength(12);
      expect(sequence[0]).toBe(i);
      let at = 1;
      for (let place = 0; at < 12; place++) {
        const neighbours = lists[sequence[place]!]!;
        const part = sequence.slice(at, at + neighbours.length);
        expect(new Set(part).size).toBe(part.length);
        for (const node of part) expect(neighbours).toContain(node);
        at += neighbours.length;
      }
    }
    const alone = neighboursOf({ counts: { a: 2 }, relations: [] }, ['a']);
    expect(alone.sequences(0, 2, 3)).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(alone.sequences(1, 1, 1)).toEqual([[1]]);
  });

  it('are the same for the same seed and any order of edges, others for another', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 9 }), (seed, length) => {
        const reversed = {
          ...oddGraph,
          relations: oddGraph.relations.map((r) => ({ ...r, edges: r.edges.toReversed() })).toReversed(),
        };
        const first = neighboursOf(oddGraph, types).sequences(0, 4, length, seed);
        expect(neighboursOf(reversed, types).sequences(0, 4, length, seed)).toEqual(first);
      }),
      { numRuns: 20, seed: 14 },
    );
    const { sequences } = neighboursOf(oddGraph, types);
    expect(sequences(0, 4, 20, 2)).not.toEqual(sequences(0, 4, 20, 1));
  });

  it('draw every neighbour equally often where there is room for one', () => {
    const star: TypedGraph = {
      counts: { a: 2000, b: 3 },
      relations: [
        {
          name: 'r',
          source: 'a',
          target: 'b',
          edges: Array.from({ length: 6000 }, (_, e) => [Math.floor(e / 3), e % 3]),
        },
      ],
    };
    const drawn = neighboursOf(star, ['a', 'b'])
      .sequences(0, 2000, 2)
      .map((sequence) => sequence[1]);
    for (const node of [2000, 2001, 2002]) {
      const share = drawn.filter((each) => each === node).length / 2000;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.05);
    }
  });
});
