import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../src/graph/index.js';
import { applyAggregates, fitAggregates } from '../../src/propagation/index.js';

const dense = (width: number, values: readonly number[]) => ({
  ...{ kind: 'dense' as const, numRows: values.length / width, width },
  values: Float32Array.from(values),
});

/** Customers with orders of products: prices 10 and 20, of which one is a gadget. */
function shop(): HeteroGraph {
  return graphFromArrays({
    nodes: {
      customer: { data: { x: dense(1, [30, 40, 50]) } },
      order: { data: { x: dense(1, [1, 5, 3, 7]) } },
      product: { data: { x: dense(2, [10, 1, 20, 0]) } },
    },
    edges: [
      { type: ['order', 'by', 'customer'], source: Int32Array.of(0, 1, 2, 3), target: Int32Array.of(0, 0, 0, 1) },
      { type: ['order', 'of', 'product'], source: Int32Array.of(0, 1, 2), target: Int32Array.of(0, 1, 0) },
    ],
  });
}

it('counts, means, sums, least and greatest values of two hops, worked out by hand', () => {
  const { values, width, plan } = fitAggregates(shop(), { target: 'customer' });
  // Of an order: its day, whether it has a product, its price, whether that is a gadget.
  expect(plan.relations[0]!.from.relations.map(({ relation, isToMany }) => [relation, isToMany])).toEqual([
    ['order>of>product', false],
  ]);
  expect(plan.relations[0]!.measured).toEqual([0, 2]);
  const rows = [
    [30, 3, Math.log(4), 3, 1, 40 / 3, 2 / 3, 9, 1, 5, 40, 10, 20],
    [40, 1, Math.log(2), 7, 0, 0, 0, 7, 7, 7, 0, 0, 0],
    [50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  expect([...values].map((value) => value.toFixed(5))).toEqual(
    rows.flat().map((value) => Math.fround(value).toFixed(5)),
  );
  expect(width).toBe(13);
});

it('a plan gives the same columns again, and refuses a graph that lacks what it needs', () => {
  const { values, plan } = fitAggregates(shop(), { target: 'customer' });
  expect(applyAggregates(shop(), JSON.parse(JSON.stringify(plan))).values).toEqual(values);
  const other = graphFromArrays({ nodes: { customer: 1 } });
  expect(() => applyAggregates(other, plan)).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }));
  expect(() => applyAggregates(shop(), { ...plan, own: {} } as never)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
});

it('wide features are hashed beyond the fullest columns, without losing a value', () => {
  const width = 300;
  const values = Float32Array.from({ length: 2 * width }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const graph = graphFromArrays({
    nodes: { doc: { data: { words: { kind: 'dense', numRows: 2, width, values } } } },
    edges: [{ type: ['doc', 'cites', 'doc'], source: Int32Array.of(0), target: Int32Array.of(1) }],
  });
  const made = fitAggregates(graph, { target: 'doc', hops: 1 });
  expect([made.plan.own.kept.length, made.plan.own.hashed]).toEqual([96, 32]);
  expect(made.width).toBe(2 * 128 + 1);
});

it('of random graphs, one hop is what a slow loop gives, and the order of nodes and edges tells nothing', () => {
  const edges = fc.array(fc.tuple(fc.nat(4), fc.nat(5)), { maxLength: 14 });
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(edges, numbers, (pairs, data) => {
      const make = (of: readonly (readonly [number, number])[]) =>
        graphFromArrays({
          nodes: { a: 5, b: { data: { x: dense(1, data) } } },
          edges: [
            {
              type: ['b', 'to', 'a'],
              source: Int32Array.from(of, ([, b]) => b),
              target: Int32Array.from(of, ([a]) => a),
            },
          ],
        });
      const { values, width, plan } = fitAggregates(make(pairs), { target: 'a', hops: 1 });
      for (let row = 0; row < 5; row++) {
        const own = pairs.filter(([a]) => a === row).map(([, b]) => data[b]!);
        const sum = own.reduce((total, value) => total + value, 0);
        const mean = own.length === 0 ? 0 : Math.fround(sum / own.length);
        const { isToMany, measured } = plan.relations[0]!;
        const none = own.length === 0;
        const expected = isToMany
          ? [
              ...[own.length, Math.fround(Math.log1p(own.length)), mean],
              ...(measured.length > 0 ? (none ? [0, 0, 0] : [sum, Math.min(...own), Math.max(...own)]) : []),
            ]
          : [own.length, mean];
        expect([...values.subarray(row * width, (row + 1) * width)].map((v) => v + 0)).toEqual(
          expected.map((v) => v + 0),
        );
      }
      expect(fitAggregates(make([...pairs].reverse()), { target: 'a', hops: 1 }).values).toEqual(values);
    }),
    { numRuns: 60 },
  );
});
