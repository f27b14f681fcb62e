import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, LinkIndex, splitLinksByMasks } from '../../../src/graph/index.js';

describe('links by question', () => {
  it('gives the answers of a search over all links, each once and ascending', () => {
    const link = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(3));
    fc.assert(
      fc.property(fc.array(link, { maxLength: 20 }), (links) => {
        const arrays = {
          source: Int32Array.from(links, ([s]) => s),
          relation: Int32Array.from(links, ([, r]) => r),
          target: Int32Array.from(links, ([, , t]) => t),
        };
        for (const side of ['target', 'source'] as const) {
          const index = new LinkIndex(arrays, side);
          for (let r = 0; r < 4; r++) {
            for (let known = 0; known < 5; known++) {
              const slow = links.filter(([s, k, t]) => k === r && (side === 'target' ? s : t) === known);
              const answers = new Set(slow.map(([s, , t]) => (side === 'target' ? t : s)));
              expect([...index.answersOf(r, known)]).toEqual([...answers].sort((a, b) => a - b));
            }
          }
          expect(index.offsets.length).toBe(index.known.length + 1);
        }
      }),
    );
  });
});

describe('links dealt out by columns', () => {
  const graphOf = (train: number[], valid: number[], test: number[]) =>
    graphFromArrays({
      schema: {
        nodes: [{ name: 'a', columns: [] }],
        edges: [
          {
            type: ['a', 'r', 'a'],
            columns: ['train', 'valid', 'test'].map((name) => ({ name, type: 'bool', role: 'mask' }) as const),
          },
        ],
      },
      nodes: { a: 6 },
      edges: [
        {
          type: ['a', 'r', 'a'],
          source: Int32Array.of(0, 1, 2, 3),
          target: Int32Array.of(1, 2, 3, 4),
          data: { train: Uint8Array.from(train), valid: Uint8Array.from(valid), test: Uint8Array.from(test) },
        },
      ],
    });

  it('graphs hold what may be seen, and negatives are no links', () => {
    const split = splitLinksByMasks(graphOf([1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]), { seed: 1, negatives: 2 });
    expect([split.train, split.valid, split.test].map(({ positive }) => positive.source.length)).toEqual([2, 1, 0]);
    // The last link is in no part, and so in no graph.
    expect([split.train, split.valid, split.test].map(({ graph }) => graph.numEdges())).toEqual([2, 2, 3]);
    const { source, target } = split.train.negative;
    expect(source.length).toBe(4);
    for (const [i, from] of source.entries()) expect(target[i]).not.toBe(from + 1);
  });

  it('refuses an edge in two parts, and graphs without such columns', () => {
    const code = (split: () => unknown) => {
      try {
        split();
        return 'taken';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => splitLinksByMasks(graphOf([1, 1, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0]), { seed: 1 }))).toBe(
      'OVERLAPPING_SPLIT',
    );
    const plain = graphFromArrays({ nodes: { a: 2 }, edges: [{ type: ['a', 'r', 'a'], source: [0], target: [1] }] });
    expect(code(() => splitLinksByMasks(plain, { seed: 1 }))).toBe('NO_ROWS');
    expect(code(() => splitLinksByMasks(plain, { seed: 1, edgeTypes: ['r'] }))).toBe('UNKNOWN_COLUMN');
  });
});
