import { describe, expect, it } from 'vitest';
import { RGcn } from '../../src/layers/index.js';
import { interleaveMeans, joinMeans } from '../../src/layers/messages/join-means.js';
import { initTensors, type Tensor2D, tidy } from '../../src/tensor/index.js';
import { evaluation } from './cases.js';
import { near, normal } from './check-layer.js';
import { messageGraph, oddGraph, renumbered, type TypedGraph } from './reference/graph.js';

/** a0 and a1 send to b0 along r, a1 to b1 along s. */
const graph: TypedGraph = {
  counts: { a: 2, b: 2 },
  relations: [
    {
      ...{ name: 'r', source: 'a', target: 'b' },
      edges: [
        [0, 0],
        [1, 0],
      ],
    },
    { ...{ name: 's', source: 'a', target: 'b' }, edges: [[1, 1]] },
  ],
};

async function outputs(layer: RGcn, of: TypedGraph): Promise<Map<string, number[]>> {
  const messages = messageGraph(of);
  const found = new Map<string, number[]>();
  for (const [type, tensor] of tidy(() => [...layer.forward(new Map(), messages, evaluation)])) {
    found.set(type, [...(await (tensor as Tensor2D).data())]);
    tensor.dispose();
  }
  messages.dispose();
  return found;
}

const vectorsOf = ({ counts }: TypedGraph) => new Map(Object.entries(counts));
const widths = { name: 'l', seed: 2, inputWidth: 5, outputWidth: 2 };

describe('R-GCN on one-hot inputs', () => {
  it('starts uniform where asked, within the limit and of the variance of the normal start', async () => {
    await initTensors();
    const counts = { a: 400, b: 2 };
    const schema = messageGraph({ ...graph, counts });
    const limit = Math.sqrt(6 / (402 + 2));
    for (const bases of [undefined, 3]) {
      const make = (initial?: 'uniform') =>
        new RGcn({
          ...widths,
          schema,
          vectors: new Map(Object.entries(counts)),
          bases,
          ...(initial ? { initial } : {}),
        });
      const [layer, other] = [make('uniform'), make()];
      const name = `l/nodes/${bases ? 'a/bases' : 'b/vectors'}`;
      const read = async (of: RGcn) => [...(await of.parameters.find((each) => each.name === name)!.value.data())];
      const [values, normals] = [await read(layer), await read(other)];
      const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
      expect(Math.max(...normals.map(Math.abs))).toBeGreaterThan(limit);
      expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(0.2);
      layer.dispose();
      other.dispose();
    }
  });

  it('by hand: the mean of the vectors for each relation, and the own vector', async () => {
    await initTensors();
    const layer = new RGcn({ ...widths, schema: messageGraph(graph), vectors: vectorsOf(graph) });
    expect(layer.parameters.map(({ name, shape }) => `${name} ${shape}`)).toEqual([
      'l/nodes/a/vectors 2,2',
      'l/nodes/b/vectors 6,2',
    ]);
    layer.parameters[0]!.write(Float32Array.of(1, 2, 3, 4));
    // Of a along r, of a along s, of b itself.
    layer.parameters[1]!.write(Float32Array.of(10, 20, 30, 60, 1000, 1000, 7, 8, 0.5, 0.5, 0.25, 0.25));
    const found = await outputs(layer, graph);
    expect(found.get('a')).toEqual([1, 2, 3, 4]);
    expect(found.get('b')).toEqual([20.5, 40.5, 7.25, 8.25]);
    layer.dispose();
  });

  it('by hand: with bases each relation adds up the same vectors by its shares', async () => {
    const layer = new RGcn({ ...widths, schema: messageGraph(graph), vectors: vectorsOf(graph), bases: 1 });
    const write = (name: string, ...values: number[]) =>
      layer.parameters.find((each) => each.name === `l/nodes/${name}`)!.write(Float32Array.from(values));
    write('a/bases', 1, 2, 3, 4);
    write('b/bases', 10, 10, 20, 20);
    write('a/shares', 2);
    write('b/shares', 1, -1, 0.5);
    const found = await outputs(layer, graph);
    expect(found.get('a')).toEqual([2, 4, 6, 8]);
    expect(found.get('b')).toEqual([2 + 5, 3 + 5, -3 + 10, -4 + 10]);
    layer.dispose();
  });

  it('gives the same under other numbers of nodes and another order of edges, vectors moved along', async () => {
    const numbers: Record<string, readonly number[]> = { a: [2, 0, 3, 1], b: [1, 2, 0], empty: [], one: [0] };
    const moved = renumbered(oddGraph, numbers, (list) => [...list]);
    const edgesReversed = {
      ...moved,
      relations: moved.relations.map((each) => ({ ...each, edges: each.edges.toReversed() })),
    };
    const make = () => new RGcn({ ...widths, schema: messageGraph(oddGraph), vectors: vectorsOf(oddGraph) });
    const [layer, other] = [make(), make()];
    for (const [p, parameter] of layer.parameters.entries()) {
      const values = normal(parameter.name, parameter.size);
      parameter.write(values);
      const target = parameter.name.split('/')[2]!;
      const sources = Object.keys(oddGraph.counts).flatMap((source) => [
        ...oddGraph.relations.filter((each) => each.source === source && each.target === target).map(() => source),
        ...(source === target ? [source] : []),
      ]);
      const rows = new Float32Array(values.length);
      let start = 0;
      for (const source of sources) {
        for (const [old, row] of numbers[source]!.entries()) {
          rows.set(values.subarray(2 * (start + old), 2 * (start + old) + 2), 2 * (start + row));
        }
        start += numbers[source]!.length;
      }
      other.parameters[p]!.write(rows);
    }
    const [before, after] = [await outputs(layer, oddGraph), await outputs(other, edgesReversed)];
    for (const [type, values] of after) {
      const back = numbers[type]!.flatMap((row) => values.slice(2 * row, 2 * row + 2));
      near(back, before.get(type)!, 1e-5, type);
    }
    layer.dispose();
    other.dispose();
  });

  it('reads a graph that lacks relations, and refuses other numbers of nodes and too many vectors', async () => {
    const layer = new RGcn({ ...widths, schema: messageGraph(graph), vectors: vectorsOf(graph) });
    layer.parameters[1]!.write(Float32Array.of(10, 20, 30, 60, 1000, 1000, 7, 8, 0.5, 0.5, 0.25, 0.25));
    const less = await outputs(layer, { ...graph, relations: graph.relations.slice(1) });
    expect(less.get('b')).toEqual([0.5, 0.5, 7.25, 8.25]);
    const code = (wanted: string) => expect.objectContaining({ code: wanted });
    await expect(outputs(layer, { ...graph, counts: { a: 3, b: 2 } })).rejects.toThrow(code('SHAPE_MISMATCH'));
    layer.dispose();
    const many = new Map([['a', 2 ** 28]]);
    expect(() => new RGcn({ ...widths, schema: messageGraph(graph), vectors: many })).toThrow(code('TOO_LARGE'));
  });
});

describe('several relations in one matrix', () => {
  const csr = (indptr: number[], indices: number[]) => ({
    ...{ numRows: 2, numCols: 3, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) },
  });
  const [r, s] = [csr([0, 2, 2], [0, 2]), csr([0, 1, 3], [1, 0, 0])];

  it('joins means by column and by row', () => {
    const parts = [r, s].map((edges, first) => ({ edges, first, step: 2 }));
    expect(joinMeans(2, 6, parts)).toEqual({
      ...{ numRows: 2, numCols: 6, indptr: Int32Array.of(0, 3, 5), indices: Int32Array.of(0, 4, 3, 1, 1) },
      values: Float32Array.of(0.5, 0.5, 1, 0.5, 0.5),
    });
    expect(interleaveMeans([r, s])).toEqual({
      ...{ numRows: 4, numCols: 3, indptr: Int32Array.of(0, 2, 3, 3, 5), indices: Int32Array.of(0, 2, 1, 0, 0) },
      values: Float32Array.of(0.5, 0.5, 1, 0.5, 0.5),
    });
  });
});
