import { expect, it } from 'vitest';
import { GraphBuilder } from '../../src/graph/index.js';
import * as layers from '../../src/layers/index.js';
import { type Tensor2D, tensor2d, tidy } from '../../src/tensor/index.js';

const { MessageGraph, Gcn, Gat, GatV2, Sage, Gin, RGcn, RGat, Han } = layers;
const graph = new GraphBuilder({
  nodes: [
    { name: 'a', columns: [] },
    { name: 'b', columns: [] },
  ],
  edges: [],
})
  .addNodes('a', 3)
  .addNodes('b', 2)
  .addEdges(['a', 'r', 'b'], { source: Int32Array.of(0, 1, 2), target: Int32Array.of(0, 0, 1) })
  .build();
const evaluation = { training: false } as const;
const states = (rows: number) => tensor2d(new Float32Array(rows * 4).fill(1), [rows, 4]);
const sizes = { name: 'layer', seed: 1, inputWidth: 4, outputWidth: 6 };

/** Each layer as a user writes it: a graph, a layer, a call. */
const uses: Readonly<Record<string, (messages: layers.MessageGraph, x: ReadonlyMap<string, Tensor2D>) => Tensor2D>> = {
  ...Object.fromEntries(
    Object.entries({ Gcn, Gat, GatV2, Sage, Gin }).map(([name, Each]) => [
      name,
      (messages, x) => {
        const layer = new Each(sizes);
        return layer.forward(x.get('a')!, x.get('b')!, messages.into('b')[0]!, evaluation);
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({ RGcn, RGat, Han }).map(([name, Each]) => [
      name,
      (messages, x) => new Each({ ...sizes, schema: messages }).forward(x, messages, evaluation).get('b')!,
    ]),
  ),
  Hgt: (messages, x) =>
    new layers.Hgt({ ...sizes, schema: messages, heads: 2 }).forward(x, messages, evaluation).get('b')!,
  MetaHgt(messages, x) {
    const vector = Float32Array.of(0.6, 0.8);
    const nodes = new Map(messages.nodeTypes.map((type) => [type, vector]));
    const relations = new Map(messages.relations.map(({ name }) => [name, vector]));
    const options = { ...sizes, schema: messages, vectors: { nodes, relations }, textWidth: 2, heads: 2 };
    return new layers.MetaHgt(options).forward(x, messages, evaluation).get('b')!;
  },
  HeteroConv(messages, x) {
    const layer = new layers.HeteroConv({ ...sizes, schema: messages, convolution: (each) => new layers.Sage(each) });
    return layer.forward(x, messages, evaluation).get('b')!;
  },
  HeteroLinear(_, x) {
    const inputWidths = new Map([...x].map(([type, { shape }]) => [type, shape[1]]));
    return new layers.HeteroLinear({ name: 'layer', seed: 1, inputWidths, outputWidth: 6 }).forward(x).get('b')!;
  },
  SemanticAttention(_, x) {
    const layer = new layers.SemanticAttention({ name: 'layer', seed: 1, width: 4 });
    return layer.forward([x.get('b')!, x.get('b')!]);
  },
  SimpleHgn(messages) {
    const edges = messages.homogeneous(messages.nodeTypes, ['b']);
    const layer = new layers.SimpleHgn({ ...sizes, numRelations: edges.numRelations });
    return layer.forward(states(5), edges, evaluation).states;
  },
  RelationEncoder(messages) {
    const union = layers.unionGraph(messages, ['a', 'b']);
    const types = tensor2d(Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1, 0, 1), [5, 2]);
    return new layers.RelationEncoder({ name: 'layer', numTypes: 2 }).forward(types, types, union.edges);
  },
  Hinormer() {
    const layer = new layers.Hinormer({ name: 'layer', seed: 1, width: 4, relationWidth: 2 });
    return layer.forward(states(6), tensor2d(new Float32Array(12), [6, 2]), 3, evaluation);
  },
};

it.each(Object.keys(uses))('%s is usable alone', async (name) => {
  const messages = MessageGraph.of(graph);
  const out = tidy(() =>
    uses[name]!(
      messages,
      new Map([
        ['a', states(3)],
        ['b', states(2)],
      ]),
    ).clone(),
  );
  expect([...(await out.data())].every(Number.isFinite)).toBe(true);
  expect(out.shape).toEqual({ SemanticAttention: [2, 4], RelationEncoder: [5, 2], Hinormer: [6, 4] }[name] ?? [2, 6]);
  out.dispose();
  messages.dispose();
});
