import { describe, expect, it } from 'vitest';
import { Negatives } from '../../../src/compute/skip-gram/negatives.js';
import { pairsOfWalk, writePairs } from '../../../src/compute/skip-gram/walk-pairs.js';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { chooseMetapaths } from '../../../src/models/metapath2vec/choose-metapaths.js';
import { NodeNumbers } from '../../../src/models/metapath2vec/node-numbers.js';
import { drawWalks, walkPaths } from '../../../src/models/metapath2vec/walks.js';

/** Authors 0-2 write papers 0-3; papers appear in venues 0-1. The edge from author 0 to paper 0 is there twice; author 3 wrote nothing. */
const graph = graphFromArrays({
  nodes: { author: 4, paper: 4, venue: 2 },
  edges: [
    { type: ['author', 'writes', 'paper'], source: [0, 0, 0, 1, 1, 2], target: [0, 0, 1, 1, 2, 3] },
    { type: ['paper', 'in', 'venue'], source: [0, 1, 2, 3], target: [0, 0, 1, 1] },
    { type: ['paper', 'cites', 'paper'], source: [0, 2], target: [1, 1] },
  ],
});
const path = ['writes', { reverse: 'writes' }];
const stream = new RandomStream(5, 'walks');

describe('random walks along a metapath', () => {
  it('take each step with the probabilities of the edges, parallel edges counted: chi-square of the pairs of steps', () => {
    const [walk] = walkPaths(graph, [path]);
    const numbers = new NodeNumbers(walk!.types, (type) => graph.numNodes(type));
    const count = 60_000;
    const walks = drawWalks(walk!, new Int32Array(count), numbers, 2, stream);
    // From author 0: paper 0 with 2/3 and back to author 0; paper 1 with 1/3, on to author 0 or 1 with 1/2 each.
    const expected = new Map([
      ['0 4 0', 2 / 3],
      ['0 5 0', 1 / 6],
      ['0 5 1', 1 / 6],
    ]);
    const seen = new Map<string, number>();
    for (let w = 0; w < count; w++) {
      const key = walks.subarray(3 * w, 3 * w + 3).join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    let chi = 0;
    for (const [key, p] of expected) chi += (seen.get(key)! - p * count) ** 2 / (p * count);
    // 2 degrees of freedom: above 13.8 with a probability of 0.001.
    expect(chi).toBeLessThan(13.8);
  });

  it('end where there is no edge, and repeat the metapath otherwise', () => {
    const [walk] = walkPaths(graph, [path]);
    const numbers = new NodeNumbers(walk!.types, (type) => graph.numNodes(type));
    const walks = drawWalks(walk!, Int32Array.of(3, 2), numbers, 4, stream);
    expect([...walks]).toEqual([3, -1, -1, -1, -1, 2, 7, 2, 7, 2]);
  });

  it('do not depend on which others are drawn', () => {
    const [walk] = walkPaths(graph, [path]);
    const numbers = new NodeNumbers(walk!.types, (type) => graph.numNodes(type));
    const starts = Int32Array.of(0, 1, 2, 1, 0);
    const all = drawWalks(walk!, starts, numbers, 6, stream);
    const later = drawWalks(walk!, starts.subarray(2), numbers, 6, stream, 12);
    expect(later).toEqual(all.slice(2 * 7));
  });

  it('refuse a metapath that does not come back', () => {
    expect(() => walkPaths(graph, [['writes']])).toThrowError(expect.objectContaining({ code: 'BROKEN_METAPATH' }));
    expect(() => walkPaths(graph, [['writes', 'in', 'writes']])).toThrowError(
      expect.objectContaining({ code: 'BROKEN_METAPATH' }),
    );
  });
});

describe('metapaths chosen from the schema', () => {
  it('lead to every node type by the fewest steps and back', () => {
    expect(chooseMetapaths(graph, 'author').names).toEqual(['author-paper-venue-paper-author']);
    const { names, metapaths } = chooseMetapaths(graph, 'paper');
    expect(names).toEqual(['paper-paper-paper', 'paper-author-paper', 'paper-venue-paper']);
    expect(metapaths[1]).toEqual([{ reverse: 'author>writes>paper' }, 'author>writes>paper']);
    expect(walkPaths(graph, metapaths)).toHaveLength(3);
  });

  it('are none where no edge touches the type', () => {
    const lonely = graphFromArrays({ nodes: { a: 2 } });
    expect(chooseMetapaths(lonely, 'a').metapaths).toEqual([]);
  });
});

describe('examples', () => {
  it('pair every node with those within the window, before and after', () => {
    const examples = new Int32Array(100).fill(9);
    const count = writePairs(Int32Array.of(1, 2, 3, -1, 4, -1, -1, -1), 4, 2, 3, examples);
    expect([...examples.subarray(0, 3 * count)]).toEqual([1, 2, 9, 2, 1, 9, 2, 3, 9, 3, 2, 9]);
  });

  it('are never more than there is room for', () => {
    for (const [length, contextSize] of [
      [1, 2],
      [2, 7],
      [5, 3],
      [51, 7],
    ] as const) {
      const examples = new Int32Array(2 * length * length);
      const walk = Int32Array.from({ length }, (_, i) => i);
      expect(writePairs(walk, length, contextSize, 2, examples)).toBe(pairsOfWalk(length, contextSize));
    }
  });

  it('have negatives in proportion to visits to the power of 3/4, and of the type of the context where asked for', () => {
    const numbers = new NodeNumbers(['a', 'b'], (type) => (type === 'a' ? 2 : 3));
    const counts = Float64Array.of(16, 1, 1, 0, 81);
    const negatives = 4;
    const drawn = (isTyped: boolean, context: number, n: number) => {
      const random = new Negatives(counts, isTyped ? numbers.ranges : undefined, new RandomStream(1, 'negatives'));
      const examples = Int32Array.from({ length: n * 6 }, (_, i) => (i % 6 === 1 ? context : 0));
      random.fill(examples, n, negatives);
      const seen = new Float64Array(5);
      for (let i = 0; i < n; i++) for (let k = 2; k < 6; k++) seen[examples[i * 6 + k]!]!++;
      return [...seen].map((count) => count / (4 * n));
    };
    const close = (actual: number[], expected: number[]) => {
      for (const [i, p] of expected.entries()) expect(actual[i]).toBeCloseTo(p, 1.5);
    };
    close(drawn(false, 4, 5000), [8 / 37, 1 / 37, 1 / 37, 0, 27 / 37]);
    close(drawn(true, 4, 5000), [0, 0, 1 / 28, 0, 27 / 28]);
    close(drawn(true, 0, 5000), [8 / 9, 1 / 9, 0, 0, 0]);
  });
});
