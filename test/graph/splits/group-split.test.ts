import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, sharedGroups, splitNodes } from '../../../src/graph/index.js';

interface Row {
  readonly event: string | null;
  readonly label: number | null;
}

const graphOf = (rows: readonly Row[]) =>
  graphFromArrays({
    nodes: {
      claim: {
        data: { event: rows.map(({ event }) => event), label: rows.map(({ label }) => label) },
        columns: {
          event: { type: 'utf8', role: 'attribute', nullable: true },
          label: { type: 'int32', role: 'label', classes: ['misinformation', 'factual'], nullable: true },
        },
      },
    },
  });

const row = fc.record({
  event: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', '', 'null'), { freq: 4 }),
  label: fc.option(fc.integer({ min: 0, max: 1 }), { freq: 6 }),
});

describe('splits by group', () => {
  it('keep every group in one part and deal out all rows', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 1000 }), (rows, seed) => {
        const graph = graphOf(rows);
        const all = Int32Array.from(rows.keys());
        const split = splitNodes(graph, 'claim', { strategy: 'grouped', group: 'event', seed, rows: all });
        const parts = [split.train, split.valid, split.test];
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...all]);
        for (const part of parts) expect([...part]).toEqual([...part].sort((a, b) => a - b));
        const partsOf = new Map<string, Set<number>>();
        for (const [p, part] of parts.entries()) {
          for (const at of part) {
            const { event } = rows[at]!;
            if (event !== null) partsOf.set(event, (partsOf.get(event) ?? new Set()).add(p));
          }
        }
        for (const found of partsOf.values()) expect(found.size).toBe(1);
        expect(sharedGroups(graph, 'claim', 'event', split)).toEqual([]);
      }),
    );
  });

  it('do not depend on the order of rows where all are in groups', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ event: `event ${i % 13}`, label: Number(i % 5 === 0) }));
    const order = rows.map((_, i) => (i * 7) % 60);
    const options = { strategy: 'grouped', group: 'event', seed: 3 } as const;
    const here = splitNodes(graphOf(rows), 'claim', options);
    const there = splitNodes(graphOf(order.map((i) => rows[i]!)), 'claim', options);
    for (const part of ['train', 'valid', 'test'] as const) {
      expect([...there[part]].map((i) => order[i]!).sort((a, b) => a - b)).toEqual([...here[part]]);
    }
    const other = splitNodes(graphOf(rows), 'claim', { ...options, seed: 4 });
    expect([...other.test]).not.toEqual([...here.test]);
  });

  it('come near to the shares of rows and of a rare class', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => ({ event: `${i % 400}`, label: Number(i % 400 < 24) }));
    const graph = graphOf(rows);
    const fractions = { train: 0.5, valid: 0.2, test: 0.2 };
    for (const seed of [1, 2, 3]) {
      const split = splitNodes(graph, 'claim', { strategy: 'grouped', group: 'event', seed, fractions });
      const shares = [split.train, split.valid, split.test].map((part) => part.length / 2000);
      const rare = [split.train, split.valid, split.test].map(
        (part) => part.filter((at) => rows[at]!.label === 1).length / 120,
      );
      for (const [p, share] of [0.5, 0.2, 0.2].entries()) {
        expect(Math.abs(shares[p]! - share)).toBeLessThan(0.03);
        expect(Math.abs(rare[p]! - share)).toBeLessThan(0.05);
      }
    }
  });

  it('name groups that are in several parts', () => {
    const graph = graphOf(['a', 'b', 'a', null, 'b', null].map((event) => ({ event, label: 0 })));
    const split = { train: Int32Array.of(0, 3), valid: Int32Array.of(1, 4), test: Int32Array.of(2, 5) };
    expect(sharedGroups(graph, 'claim', 'event', split)).toEqual([{ group: 'a', rows: { train: 0, test: 2 } }]);
    expect(() => sharedGroups(graph, 'claim', 'event', { ...split, test: Int32Array.of(6) })).toThrow(
      expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }),
    );
  });

  it('refuse columns that cannot say it', () => {
    const graph = graphFromArrays({
      nodes: { n: { data: { x: { kind: 'dense', numRows: 1, width: 1, values: new Float32Array(1) } } } },
    });
    const by = (group: string) => () => splitNodes(graph, 'n', { strategy: 'grouped', group, seed: 1 });
    expect(by('y')).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
    expect(by('x')).toThrow(expect.objectContaining({ code: 'WRONG_DTYPE' }));
    expect(() => splitNodes(graph, 'n', { strategy: 'grouped', seed: 1 } as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
