import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Csr, RandomStream } from '../../src/core/index.js';
import {
  composedGraph,
  lattePlan,
  MessageGraph,
  MessageRelation,
  type MetaRelation,
  nextOrder,
} from '../../src/layers/index.js';

const relation = (name: string) => ({ name, source: name.split('>')[0]!, target: name.split('>').at(-1)! });
const base = ['a>writes>p', 'p>written by>a', 'p>in>v', 'v>holds>p'].map(relation);
const schema = { nodeTypes: ['a', 'p', 'v'], relations: base };
const names = (relations: readonly { readonly name: string }[]) => relations.map(({ name }) => name);

describe('meta-relations', () => {
  it('of the second order are all pairs that meet', () => {
    expect(names(nextOrder(base, base)).sort()).toEqual(
      [
        'a>writes>p>in>v',
        'a>writes>p>written by>a',
        'p>in>v>holds>p',
        'p>written by>a>writes>p',
        'v>holds>p>in>v',
        'v>holds>p>written by>a',
      ].sort(),
    );
  });

  it('are chosen by name and cut', () => {
    expect(names(nextOrder(base, base, { allow: ['v>holds>p>written by>a'] }))).toEqual(['v>holds>p>written by>a']);
    const denied = nextOrder(base, base, { deny: ['v>holds>p>written by>a'] });
    expect(denied).toHaveLength(5);
    const cut = nextOrder(base, base, { maxRelations: 1 });
    expect(cut.map(({ target }) => target).sort()).toEqual(['a', 'p', 'v']);
  });

  it('of a plan end at the types that later layers read', () => {
    const { orders, types } = lattePlan(schema, 'a', 3);
    expect(types).toEqual([['a', 'p', 'v'], ['a', 'p'], ['a']]);
    expect(orders[2]!.every(({ target }) => target === 'a')).toBe(true);
    expect(names(orders[2]!)).toEqual([
      'a>writes>p>written by>a'.replace('a>writes', 'p>written by>a>writes'),
      'p>in>v>holds>p>written by>a',
    ]);
    expect(lattePlan(schema, 'a', 1)).toEqual({ orders: [[base[1]]], types: [['a']] });
  });
});

const sizes = { a: 4, p: 5, v: 3 };
const matrix = (rows: number, cols: number) =>
  fc.array(fc.array(fc.nat(cols - 1), { maxLength: 4 }), { minLength: rows, maxLength: rows }).map((lists): Csr => {
    const indptr = Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)]);
    return { numRows: rows, numCols: cols, indptr, indices: Int32Array.from(lists.flat()) };
  });
const graphOf = (relations: readonly (readonly [string, Csr])[]) =>
  new MessageGraph(
    new Map(Object.entries(sizes)),
    relations.map(([name, csr]) => new MessageRelation(relation(name), csr)),
  );
const lists = ({ numRows, indptr, indices }: Csr) =>
  Array.from({ length: numRows }, (_, i) => [...indices.subarray(indptr[i]!, indptr[i + 1]!)]);
const [meta] = nextOrder([base[1]!], [base[3]!]) as [MetaRelation];

describe('their edges', () => {
  it('lead where paths lead', () => {
    fc.assert(
      fc.property(matrix(4, 5), matrix(5, 3), (p, q) => {
        const graph = graphOf([
          ['p>written by>a', p],
          ['v>holds>p', q],
        ]);
        const composed = composedGraph(graph, graph, [meta], { cap: 99 });
        const found = composed.relations[0]!.matrix.arrays(false);
        const between = lists(q);
        const expected = lists(p).map((row) => [...new Set(row.flatMap((k) => between[k]!))].sort((a, b) => a - b));
        expect(lists(found)).toEqual(expected);
        expect('values' in found).toBe(false);
        composed.dispose();
        graph.dispose();
      }),
      { numRuns: 30 },
    );
  });

  it('are weighted by attention, the strongest of a row kept, shared among what meets in between', () => {
    fc.assert(
      fc.property(matrix(4, 5), matrix(5, 3), fc.nat(1000), (p, q, seed) => {
        const random = new RandomStream(seed, 'attention');
        const attention = Float32Array.from(p.indices, () => random.next());
        const graph = graphOf([
          ['p>written by>a', p],
          ['v>holds>p', q],
        ]);
        const options = { cap: 99, attention: new Map([['p>written by>a', attention]]), threshold: 0.5 };
        const composed = composedGraph(graph, graph, [meta], options);
        const found = composed.relations[0]!.matrix.arrays(false) as Csr & { values: Float32Array };
        const kept = new Set<number>();
        for (let i = 0; i < 4; i++) {
          const entries = [...p.indices.keys()].slice(p.indptr[i]!, p.indptr[i + 1]!);
          const best = entries.reduce((top, e) => (top < 0 || attention[e]! > attention[top]! ? e : top), -1);
          const strong = entries.filter((e) => attention[e]! >= 0.5);
          for (const e of strong.length > 0 ? strong : entries.filter((each) => each === best)) kept.add(e);
        }
        const weight = [0, 1, 2, 3, 4].map((k) => lists(q)[k]!.length);
        for (const e of kept) weight[p.indices[e]!]! += attention[e]!;
        const dense = Array.from({ length: 4 }, () => [0, 0, 0]);
        for (let i = 0; i < 4; i++) {
          for (let e = p.indptr[i]!; e < p.indptr[i + 1]!; e++) {
            if (!kept.has(e)) continue;
            for (const j of lists(q)[p.indices[e]!]!) dense[i]![j]! += attention[e]! / weight[p.indices[e]!]!;
          }
        }
        const seen = Array.from({ length: 4 }, () => [0, 0, 0]);
        for (let i = 0; i < 4; i++) {
          for (let e = found.indptr[i]!; e < found.indptr[i + 1]!; e++)
            seen[i]![found.indices[e]!]! += found.values[e]!;
        }
        for (const [i, row] of dense.entries()) {
          for (const [j, value] of row.entries()) expect(seen[i]![j]).toBeCloseTo(value, 5);
        }
        const sampled = composedGraph(graph, graph, [meta], { ...options, sample: random });
        const most = Math.min(kept.size, q.indices.length);
        expect(sampled.relations[0]!.matrix.numEntries).toBe(Math.min(found.indices.length, most));
        for (const each of [composed, sampled, graph]) each.dispose();
      }),
      { numRuns: 30 },
    );
  });

  it('are cut to those that most paths lead to', () => {
    const p: Csr = { numRows: 4, numCols: 5, indptr: Int32Array.of(0, 3, 3, 3, 3), indices: Int32Array.of(0, 1, 2) };
    const q: Csr = {
      numRows: 5,
      numCols: 3,
      indptr: Int32Array.of(0, 1, 2, 4, 4, 4),
      indices: Int32Array.of(2, 2, 0, 2),
    };
    const graph = graphOf([
      ['p>written by>a', p],
      ['v>holds>p', q],
    ]);
    const composed = composedGraph(graph, graph, [meta], { cap: 1 });
    expect(lists(composed.relations[0]!.matrix.arrays(false))[0]).toEqual([2]);
    composed.dispose();
    graph.dispose();
  });
});
