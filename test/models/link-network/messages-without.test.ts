import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphFromArrays, type TypedLinks } from '../../../src/graph/index.js';
import { MessageGraph, reversedTypes } from '../../../src/layers/index.js';
import { MessagesWithout } from '../../../src/models/link-network/messages-without.js';

type Pair = readonly [number, number];

/** Entries of every relation, as "row column", sorted. */
function entries(messages: MessageGraph): Record<string, string[]> {
  return Object.fromEntries(
    messages.relations.map(({ name, matrix }) => {
      const { numRows, indptr, indices } = matrix.arrays(false);
      const list: string[] = [];
      for (let row = 0; row < numRows; row++) {
        for (let e = indptr[row]!; e < indptr[row + 1]!; e++) list.push(`${row} ${indices[e]}`);
      }
      return [name, list.sort()];
    }),
  );
}

const links = (pairs: readonly Pair[]): TypedLinks => ({
  source: Int32Array.from(pairs, ([a]) => a),
  target: Int32Array.from(pairs, ([, b]) => b),
  relation: new Int32Array(pairs.length),
});
const ends = (pairs: readonly Pair[]) => ({ source: pairs.map(([a]) => a), target: pairs.map(([, b]) => b) });
const distinct = (pairs: readonly Pair[]) => [...new Map(pairs.map((pair) => [String(pair), pair])).values()];

const pairsOf = (n: number, m: number) =>
  fc.array(fc.tuple(fc.nat(n - 1), fc.nat(m - 1)), { minLength: 1, maxLength: 12 });

it('a link left out is no message in either direction, whoever holds it', () => {
  fc.assert(
    fc.property(pairsOf(5, 4), fc.integer(), fc.constantFrom('alone', 'inverse', 'other'), (pairs, choice, kind) => {
      // Parallel edges too.
      const buys = [...pairs, pairs[0]!];
      const back = kind === 'alone' ? [] : (kind === 'inverse' ? buys : buys.slice(2)).map(([a, b]): Pair => [b, a]);
      const graph = graphFromArrays({
        nodes: { user: 5, item: 4 },
        edges: [
          { type: ['user', 'buys', 'item'], ...ends(buys) },
          { type: ['item', 'of', 'user'], ...ends(back) },
        ],
      });
      const all = distinct(pairs);
      const left = all.filter((_, i) => ((choice >> (i % 30)) & 1) === 1);
      const isLeft = (a: number, b: number) => left.some(([x, y]) => x === a && y === b);
      const reverse = reversedTypes(graph);
      const without = new MessagesWithout(graph, [['user', 'buys', 'item']], links(all), { reverse });
      const seen = entries(without.without(links(left)));
      const rest = buys.filter(([a, b]) => !isLeft(a, b));
      const forward = rest.map(([a, b]) => `${b} ${a}`).sort();
      const backward = rest.map(([a, b]) => `${a} ${b}`).sort();
      expect(seen['user>buys>item']).toEqual(forward);
      if (seen['item>rev_buys>user']) expect(seen['item>rev_buys>user']).toEqual(backward);
      if (kind === 'inverse') expect(seen['item>of>user']).toEqual(backward);
      expect(entries(without.without(links([])))).toEqual(entries(MessageGraph.of(graph)));
    }),
    { numRuns: 60 },
  );
});

it('a link within a type goes in both directions where all are stored in both', () => {
  const both: Pair[] = [
    [0, 1],
    [1, 0],
    [1, 2],
    [2, 1],
  ];
  const graph = graphFromArrays({ nodes: { user: 3 }, edges: [{ type: ['user', 'knows', 'user'], ...ends(both) }] });
  const type = ['user', 'knows', 'user'] as const;
  const without = new MessagesWithout(
    graph,
    [type],
    links([
      [0, 1],
      [2, 1],
    ]),
    { reverse: reversedTypes(graph) },
  );
  expect(entries(without.without(links([[0, 1]])))).toEqual({ 'user>knows>user': ['1 2', '2 1'] });
  const oneWay = graphFromArrays({
    nodes: { user: 3 },
    edges: [
      {
        type,
        ...ends([
          [0, 1],
          [1, 0],
          [1, 2],
        ]),
      },
    ],
  });
  const directed = new MessagesWithout(
    oneWay,
    [type],
    links([
      [0, 1],
      [1, 0],
      [1, 2],
    ]),
    { reverse: [] },
  );
  expect(entries(directed.without(links([[0, 1]])))).toEqual({ 'user>knows>user': ['0 1', '2 1'] });
});
