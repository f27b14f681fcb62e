import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensor2d, tidy } from '../../src/tensor/index.js';
import { type LayerCase, layerCases } from './cases.js';
import { checkLayer, near, normal } from './check-layer.js';
import { type Edge, messageGraph, oddGraph, renumbered, type TypedGraph } from './reference/graph.js';

/** Outputs by name, with parameters by name, so that the order of relations does not matter. */
async function outputs(
  of: LayerCase,
  graph: TypedGraph,
  madeFor: TypedGraph,
  rowOf: (type: string, i: number) => number,
) {
  const [messages, schema] = [messageGraph(graph, of.third), messageGraph(madeFor, of.third)];
  const layer = of.make(schema);
  for (const p of layer.parameters) p.write(normal(p.name, p.size));
  const made = tidy(() => {
    const x = Object.entries(graph.counts).map(([type, count]) => {
      const values = normal(`x/${type}`, count * of.inputWidth);
      const moved = new Float32Array(values.length);
      for (let i = 0; i < count; i++) {
        moved.set(values.subarray(i * of.inputWidth, (i + 1) * of.inputWidth), rowOf(type, i) * of.inputWidth);
      }
      return [type, tensor2d(moved, [count, of.inputWidth])] as const;
    });
    return [...layer.forward(new Map(x), messages)].map(([name, tensor]) => [name, tensor.clone()] as const);
  });
  const found = new Map<string, number[]>();
  for (const [name, tensor] of made) {
    found.set(name, [...(await tensor.data())]);
    tensor.dispose();
  }
  layer.dispose();
  messages.dispose();
  schema.dispose();
  return found;
}

const identity = (_: string, i: number) => i;
const numbers: Record<string, readonly number[]> = { a: [2, 0, 3, 1], b: [1, 2, 0], empty: [], one: [0] };

// Sequences are ordered, the encoder's types are given by row, and vectors of nodes too (`relation-vectors.test.ts`).
const ordered = /Hinormer|RelationEncoder|vectors/;

describe.each(layerCases.filter(({ name }) => !ordered.test(name)))('$name', (of) => {
  it('gives the same under other numbers of nodes and another order of edges and relations', async () => {
    const graph = renumbered(oddGraph, numbers, (list) => list.toReversed());
    // Relations in reverse order too, but where their numbers in a table are the parameters.
    const isByNumber = /SimpleHgn|bases/.test(of.name);
    const inOrder = isByNumber ? { ...graph, relations: graph.relations.toReversed() } : graph;
    const [before, after] = [
      await outputs(of, oddGraph, oddGraph, identity),
      await outputs(of, inOrder, inOrder, (type, i) => numbers[type]![i]!),
    ];
    for (const [name, values] of after) {
      const target = oddGraph.relations.find((relation) => relation.name === name)?.target ?? name;
      const types = name === 'all' ? Object.keys(oddGraph.counts) : [target];
      const order = types.flatMap((type) => {
        const start = Object.keys(oddGraph.counts)
          .slice(0, name === 'all' ? Object.keys(oddGraph.counts).indexOf(type) : 0)
          .reduce((sum, each) => sum + oddGraph.counts[each]!, 0);
        return (numbers[type] ?? [0]).map((row) => start + row);
      });
      const width = order.length === 0 ? 0 : values.length / order.length;
      const back = order.flatMap((row) => values.slice(row * width, (row + 1) * width));
      near(back, before.get(name)!, 1e-4, name);
    }
  });
});

const anyGraph: fc.Arbitrary<TypedGraph> = fc
  .record({ a: fc.nat(4), b: fc.nat(4), c: fc.integer({ min: 0, max: 1 }) })
  .chain((counts) => {
    const anyRelation = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c'))
      .chain(([source, target]) => {
        const [from, to] = [counts[source as 'a'], counts[target as 'a']];
        const anyEdge = fc.tuple(
          fc.nat(Math.max(0, from - 1)),
          fc.nat(Math.max(0, to - 1)),
          fc.constantFrom(0.5, 1, 2),
        );
        const edges: fc.Arbitrary<Edge[]> = from * to === 0 ? fc.constant([]) : fc.array(anyEdge, { maxLength: 8 });
        return fc.record({ source: fc.constant(source), target: fc.constant(target), edges });
      });
    return fc.array(anyRelation, { minLength: 1, maxLength: 4 }).map((relations) => ({
      counts,
      relations: relations.map((each, r) => ({ ...each, name: `${each.source}>r${r}>${each.target}` })),
    }));
  });

describe('on random typed graphs', () => {
  const properties = layerCases.filter(
    ({ name }) => !/width 1|SemanticAttention|HeteroLinear|narrow|Hinormer|RelationEncoder/.test(name),
  );
  it.each(properties.map((each) => [each.name, each] as const))('%s agrees with float64', async (_, of) => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(anyGraph, fc.nat(1000), async (graph, seed) => {
        await checkLayer(of, graph, { tolerance: 1e-3, probes: 2, seed });
        checked++;
      }),
      { numRuns: 6, seed: 14 },
    );
    expect(checked).toBeGreaterThan(0);
  });
});
