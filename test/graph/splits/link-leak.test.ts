import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addInverseRelations,
  checkLinkLeak,
  graphFromArrays,
  type LinkSplit,
  splitLinks,
  toUndirected,
} from '../../../src/graph/index.js';
import { PairSet } from '../../../src/graph/splits/link-pair-set.js';
import { codeOf } from '../transforms/small-graph.js';

const ring = graphFromArrays({
  nodes: { n: 40 },
  edges: [
    {
      type: ['n', 'r', 'n'],
      source: Int32Array.from({ length: 40 }, (_, i) => i),
      target: Int32Array.from({ length: 40 }, (_, i) => (i + 1) % 40),
    },
  ],
});

describe('checkLinkLeak', () => {
  it.each(['plain', 'inverse', 'symmetric'])('finds what was slipped back in: %s', (kind) => {
    const graph = kind === 'plain' ? ring : kind === 'inverse' ? addInverseRelations(ring) : toUndirected(ring);
    const split = splitLinks(graph, 'r', { seed: 5 });
    const leaks = (change: Partial<LinkSplit>) => codeOf(() => checkLinkLeak({ ...split, ...change }));
    expect(leaks({ disjointTrain: 0 })).toMatchObject({ messages: 0, related: [] });
    const { train, valid, test } = split;
    expect(leaks({ train: { ...train, graph } })).toBe('LINK_LEAK');
    expect(leaks({ train: { ...train, graph: test.graph } })).toBe('LINK_LEAK');
    expect(leaks({ test: { ...test, graph } })).toBe('LINK_LEAK');
    expect(leaks({ disjointTrain: 0.5 })).toBe('LINK_LEAK');
    expect(leaks({ valid: { ...valid, positive: train.positive } })).toBe('LINK_LEAK');
    expect(leaks({ valid: { ...valid, negative: test.positive } })).toBe('LINK_LEAK');
    expect(leaks({ test: { ...test, negative: train.positive } })).toBe('LINK_LEAK');
  });

  it('finds the inverse alone', () => {
    const graph = addInverseRelations(ring);
    const split = splitLinks(graph, 'r', { seed: 5 });
    const { source, target } = split.train.graph.edgeIndex('r');
    const all = graph.edgeIndex('rev_r');
    const leaky = graphFromArrays({
      nodes: { n: 40 },
      edges: [
        { type: ['n', 'r', 'n'], source, target },
        { type: ['n', 'rev_r', 'n'], ...all },
      ],
    });
    expect(codeOf(() => checkLinkLeak({ ...split, train: { ...split.train, graph: leaky } }))).toBe('LINK_LEAK');
  });

  it('names relations that hold most of the pairs under another name, and the relation itself', () => {
    const { source, target } = ring.edgeIndex('r');
    const graph = graphFromArrays({
      nodes: { n: 40, m: 2 },
      edges: [
        { type: ['n', 'r', 'n'], source: [...source, ...target.slice(1)], target: [...target, ...source.slice(1)] },
        { type: ['n', 'copy', 'n'], source, target },
        { type: ['n', 'other', 'n'], source, target: source },
        { type: ['n', 'away', 'm'], source: Int32Array.of(1), target: Int32Array.of(0) },
      ],
    });
    const split = splitLinks(graph, 'r', { seed: 2, valid: 0.1, test: 0.2 });
    expect(split.inverse).toBeUndefined();
    const { related } = checkLinkLeak(split);
    expect(related.map(({ type }) => type[1])).toEqual(['r', 'copy']);
    expect(related[0]!.edges).toBeGreaterThan(related[0]!.ofPairs / 2);
  });

  describe('links stored in both directions without being declared so', () => {
    const { source, target } = ring.edgeIndex('r');
    const both = graphFromArrays({
      nodes: { n: 40 },
      edges: [{ type: ['n', 'r', 'n'], source: [...source, ...target], target: [...target, ...source] }],
    });
    const backwards = graphFromArrays({
      nodes: { n: 40 },
      edges: [
        { type: ['n', 'r', 'n'], source, target },
        { type: ['n', 'back', 'n'], source: target, target: source },
      ],
    });
    const keys = (pairs: { source: Int32Array; target: Int32Array }) =>
      Array.from(pairs.source, (a, i) => [a, pairs.target[i]!].sort((x, y) => x - y).join(' '));

    it.each([
      ['one relation', both],
      ['two relations', backwards],
    ])('leak nothing: %s', (_, graph) => {
      const split = splitLinks(graph, 'r', { seed: 3 });
      expect(
        [...keys(split.train.positive), ...keys(split.valid.positive), ...keys(split.test.positive)].sort(),
      ).toEqual(keys(ring.edgeIndex('r')).sort());
      const held = new Set([...keys(split.valid.positive), ...keys(split.test.positive)]);
      for (const type of split.train.graph.edgeTypes) {
        expect(keys(split.train.graph.edgeIndex(type)).filter((key) => held.has(key))).toEqual([]);
      }
      expect(checkLinkLeak(split).related).toEqual([]);
    });

    it('are seen by the check in a split that takes the directions apart', () => {
      const pick = (from: number, to: number) => ({
        edges: Int32Array.from({ length: to - from }, (_, i) => from + i),
        source: both.edgeIndex('r').source.slice(from, to),
        target: both.edgeIndex('r').target.slice(from, to),
      });
      const none = { source: new Int32Array(0), target: new Int32Array(0) };
      const seen = (to: number) =>
        graphFromArrays({
          nodes: { n: 40 },
          edges: [{ type: ['n', 'r', 'n'], ...pick(0, to) }].map(({ type, source, target }) => ({
            type: type as ['n', 'r', 'n'],
            source,
            target,
          })),
        });
      const part = (from: number, to: number, messages: number) => ({
        graph: seen(messages),
        positive: pick(from, to),
        negative: none,
      });
      const split: LinkSplit = {
        edgeType: ['n', 'r', 'n'],
        inverse: undefined,
        disjointTrain: 0,
        train: part(0, 60, 60),
        valid: part(60, 70, 60),
        test: part(70, 80, 70),
      };
      expect(codeOf(() => checkLinkLeak(split))).toBe('LINK_LEAK');
    });
  });
});

describe('PairSet', () => {
  it('is a set of pairs', () => {
    const row = fc.oneof(fc.nat(5), fc.nat(2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row), { maxLength: 200 }), fc.nat(50), (pairs, expected) => {
        const set = new PairSet(expected);
        const plain = new Set<string>();
        for (const [a, b] of pairs) {
          expect(set.has(a, b)).toBe(plain.has(`${a} ${b}`));
          expect(set.add(a, b)).toBe(!plain.has(`${a} ${b}`));
          plain.add(`${a} ${b}`);
          expect(set.size).toBe(plain.size);
        }
        for (const [a, b] of pairs) {
          expect(set.has(a, b)).toBe(true);
          expect(set.has(b, a)).toBe(plain.has(`${b} ${a}`));
        }
      }),
      { numRuns: 100 },
    );
  });
});
