import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addInverseRelations, type HeteroGraph, removeEdges, validateGraph } from '../../../src/graph/index.js';
import { codeOf, KNOWS, LIKES, plainEdges, smallGraph } from './small-graph.js';

const choice = fc.tuple(
  smallGraph,
  fc.array(fc.boolean(), { maxLength: 18 }),
  fc.array(fc.boolean(), { maxLength: 18 }),
);
const chosen = (flags: readonly boolean[], count: number) =>
  Int32Array.from(flags.keys()).filter((e) => flags[e] && e < count);

/** `source-target` of every edge, with how often it is there. */
function pairs(graph: HeteroGraph, key: string, isBackwards = false): Map<string, number> {
  const { source, target } = graph.edgeIndex(key);
  const counts = new Map<string, number>();
  for (let e = 0; e < source.length; e++) {
    const pair = isBackwards ? `${target[e]}-${source[e]}` : `${source[e]}-${target[e]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

describe('removeEdges', () => {
  it('keeps the others in their order with their columns', () => {
    fc.assert(
      fc.property(choice, ([graph, knows, likes]) => {
        const edges = {
          'person>knows>person': chosen(knows, graph.numEdges(KNOWS)),
          likes: chosen(likes, graph.numEdges(LIKES)),
        };
        const after = removeEdges(graph, edges);
        expect(plainEdges(after, KNOWS)).toEqual(
          plainEdges(graph, KNOWS).filter((_, e) => !edges['person>knows>person'].includes(e)),
        );
        expect(plainEdges(after, LIKES)).toEqual(plainEdges(graph, LIKES).filter((_, e) => !edges.likes.includes(e)));
        expect(after.numNodes('person')).toBe(graph.numNodes('person'));
      }),
    );
  });

  it('an edge goes with one way back, whichever of the two is named', () => {
    fc.assert(
      fc.property(choice, ([plain, knows, backwards]) => {
        const graph = addInverseRelations(plain);
        const count = graph.numEdges(KNOWS);
        const inverse = graph.edgeSchema(KNOWS).inverse!;
        const there = chosen(knows, count);
        const back = chosen(backwards, count);
        const after = removeEdges(graph, { [KNOWS.join('>')]: there, [inverse.join('>')]: back });
        expect(validateGraph(after)).toEqual(validateGraph(graph));
        const gone = (before: Map<string, number>, now: Map<string, number>) =>
          new Map([...before].map(([pair, n]) => [pair, n - (now.get(pair) ?? 0)]));
        const asked = (of: Int32Array, type: string, isBackwards: boolean) => {
          const { source, target } = graph.edgeIndex(type);
          const counts = new Map<string, number>();
          for (const e of of) {
            const pair = isBackwards ? `${target[e]}-${source[e]}` : `${source[e]}-${target[e]}`;
            counts.set(pair, (counts.get(pair) ?? 0) + 1);
          }
          return counts;
        };
        const [a, b] = [asked(there, KNOWS.join('>'), false), asked(back, inverse.join('>'), true)];
        const removed = gone(pairs(graph, KNOWS.join('>')), pairs(after, KNOWS.join('>')));
        expect(gone(pairs(graph, inverse.join('>'), true), pairs(after, inverse.join('>'), true))).toEqual(removed);
        for (const [pair, n] of removed) expect(n).toBe(Math.max(a.get(pair) ?? 0, b.get(pair) ?? 0));
      }),
    );
  });

  it('refuses what are no edges, with a code', () => {
    const graph = fc.sample(smallGraph, { numRuns: 1, seed: 3 })[0]!;
    expect(codeOf(() => removeEdges(graph, { nothing: new Int32Array(0) }))).toBe('UNKNOWN_TYPE');
    expect(codeOf(() => removeEdges(graph, { knows: Int32Array.of(99) }))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => removeEdges(graph, { knows: Int32Array.of(-1) }))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => removeEdges(graph, { knows: [0] as never }))).toBe('WRONG_DTYPE');
    expect(codeOf(() => removeEdges(graph, 7 as never))).toBe('INVALID_OPTION');
  });
});
