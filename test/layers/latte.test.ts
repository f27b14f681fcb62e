import { beforeAll, describe, expect, it } from 'vitest';
import { type Csr, RandomStream } from '../../src/core/index.js';
import { type ForwardMode, Gat, Latte, MessageGraph, MessageRelation } from '../../src/layers/index.js';
import {
  add,
  initTensors,
  multiply,
  type Parameter,
  sum,
  type Tensor2D,
  tensor2d,
  tidy,
} from '../../src/tensor/index.js';
import { checkGradients } from '../tensor/check-gradients.js';
import { latteReference } from './latte-reference.js';

beforeAll(() => initTensors());

const evaluation: ForwardMode = { training: false };
const stream = new RandomStream(4, 'latte test');
const normals = (rows: number, width: number) =>
  Array.from({ length: rows }, () => Array.from({ length: width }, () => stream.nextNormal()));
const tensor = (rows: number[][], width: number) => tensor2d(Float32Array.from(rows.flat()), [rows.length, width]);

function csr(numCols: number, ...rows: number[][]): Csr {
  const indptr = Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  return { numRows: rows.length, numCols, indptr, indices: Int32Array.from(rows.flat()) };
}

/** Three a, two b, no c. Node 2 of a has no edge at all; node 0 knows itself, and node 1 twice. */
const edges = [
  { name: 'b>likes>a', source: 'b', target: 'a', csr: csr(2, [0, 1], [1], []) },
  { name: 'a>knows>a', source: 'a', target: 'a', csr: csr(3, [0, 1, 1], [], []) },
  { name: 'c>none>a', source: 'c', target: 'a', csr: csr(0, [], [], []) },
  { name: 'a>rev_likes>b', source: 'a', target: 'b', csr: csr(3, [0], [0, 1]) },
];
const counts = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 0],
]);
const graphOf = (some = edges) =>
  new MessageGraph(
    counts,
    some.map((each) => new MessageRelation(each, each.csr)),
  );
const rows = new Map([
  ['a', normals(3, 4)],
  ['b', normals(2, 4)],
  ['c', []],
]);
const inputs = (of: ReadonlyMap<string, number[][]> = rows) =>
  new Map([...of].map(([type, each]) => [type, tensor(each, 4)]));
const shape = { name: 'latte', seed: 3, inputWidth: 4, outputWidth: 6, heads: 2 };

async function values(parameters: readonly Parameter[]): Promise<Map<string, Float64Array>> {
  const read = await Promise.all(parameters.map(async (each) => Float64Array.from(await each.read())));
  return new Map(parameters.map(({ name }, i) => [name, read[i]!]));
}

async function read(f: () => Tensor2D): Promise<number[]> {
  const out = tidy(f);
  const found = [...(await out.data())];
  out.dispose();
  return found;
}

/** Biases and factors that are not all the same, so that a mistake in one is seen. */
function unsettle(parameters: readonly Parameter[]): void {
  for (const parameter of parameters) {
    const random = new RandomStream(9, parameter.name);
    if (/bias$/.test(parameter.name))
      parameter.write(Float32Array.from({ length: parameter.size }, () => random.nextNormal()));
    if (/sharpness$/.test(parameter.name)) parameter.write(Float32Array.of(0.5 + random.next()));
  }
}

describe.each([
  { slope: 0.2, mask: false },
  { slope: 1, mask: true },
])('LATTE with slope $slope, absent relations masked: $mask', ({ slope, mask }) => {
  const graph = graphOf();
  const layer = new Latte({ ...shape, schema: graph, negativeSlope: slope, maskAbsentRelations: mask });
  unsettle(layer.parameters);
  const reference = (given: ReadonlyMap<string, Float64Array>, type: string) =>
    latteReference(given, rows, edges, type, { name: 'latte', heads: 2, width: 6, slope, mask });

  it('is what the paper says, edge by edge', async () => {
    const given = await values(layer.parameters);
    for (const type of ['a', 'b', 'c']) {
      const found = await read(() => layer.forward(inputs(), graph, evaluation).get(type)!);
      const expected = reference(given, type).states.flat();
      expect(found.length).toBe(expected.length);
      for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
    }
  });

  it('has weights of relations and of edges that sum to 1', async () => {
    const { beta, alpha } = reference(await values(layer.parameters), 'a');
    const weights = await read(() => layer.relationWeights(inputs(), 'a', graph));
    for (const [i, value] of weights.entries()) expect(value).toBeCloseTo(beta.flat()[i]!, 5);
    for (let i = 0; i < 3; i++) expect(weights.slice(4 * i, 4 * i + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    if (mask) expect([weights[3 - 1], weights[8], weights[9], weights[11]]).toEqual([0, 0, 0, 1]);
    for (const relation of graph.into('a')) {
      const found = await read(() => layer.attention(inputs(), graph).get(relation)!);
      const expected = alpha.get(relation.name)!.flat();
      expect(found.length).toBe(expected.length);
      for (const [e, value] of found.entries()) expect(value).toBeCloseTo(expected[e]!, 5);
    }
  });

  it('has the gradients of the reference', async () => {
    const names = layer.parameters.map(({ name }) => name);
    const weights = normals(5, 6);
    await checkGradients(
      () => {
        const out = layer.forward(inputs(), graph, evaluation);
        const [a, b] = [tensor(weights.slice(0, 3), 6), tensor(weights.slice(3), 6)];
        return add(sum(multiply(out.get('a')!, a)), sum(multiply(out.get('b')!, b)));
      },
      layer.parameters,
      (given) => {
        const byName = new Map(names.map((name, i) => [name, given[i]!]));
        const all = [...reference(byName, 'a').states, ...reference(byName, 'b').states];
        return all.reduce((total, row, i) => total + row.reduce((s, value, k) => s + value * weights[i]![k]!, 0), 0);
      },
      { tolerance: 2e-3 },
    );
  });

  it('shares that add up to the state, and weights that add up to 1', async () => {
    const state = await read(() => layer.forward(inputs(), graph, evaluation).get('a')!);
    const summed = await read(() => {
      const { relations, self } = layer.shares(inputs(), graph).get('a')!;
      return relations.reduce<Tensor2D>((total, { messages }) => add(total, messages), self!.messages);
    });
    for (const [i, value] of summed.entries()) expect(Math.max(0, value)).toBeCloseTo(state[i]!, 5);
  });
});

it('a node without neighbours keeps its own state by the weight of its choice', async () => {
  const graph = graphOf();
  const layer = new Latte({ ...shape, schema: graph });
  const state = (await read(() => layer.forward(inputs(), graph, evaluation).get('a')!)).slice(12);
  const beta = (await read(() => layer.relationWeights(inputs(), 'a', graph))).at(-1)!;
  const given = await values(layer.parameters);
  const [weight, bias] = [given.get('latte/own/a/weight')!, given.get('latte/own/a/bias')!];
  for (const [k, value] of state.entries()) {
    const own = rows.get('a')![2]!.reduce((total, x, r) => total + x * weight[r * 6 + k]!, bias[k]!);
    expect(value).toBeCloseTo(Math.max(0, beta * own), 5);
  }
  layer.dispose();
});

it('is a head of GAT where one relation is all that is chosen', async () => {
  const only = [edges[1]!];
  const graph = graphOf(only);
  const layer = new Latte({ ...shape, heads: 1, schema: graph, outputTypes: ['a'], activation: 'none' });
  const gat = new Gat({ name: 'gat', seed: 8, inputWidth: 4, outputWidth: 6 });
  const [weight, source, target] = await Promise.all(gat.parameters.map((each) => each.read()));
  const write = (name: string, given: ArrayLike<number>) =>
    layer.parameters.find((each) => each.name === `latte/${name}`)!.write(Float32Array.from(given));
  write('own/a/weight', weight!);
  write('sent/a/weight', weight!);
  write('a>knows>a/source-attention', source!);
  write('a>knows>a/target-attention', target!);
  write('choice/a/weight', new Float32Array(8));
  write('choice/a/bias', [100, -100]);
  const found = await read(() => layer.forward(inputs(), graph, evaluation).get('a')!);
  const x = inputs().get('a')!;
  const expected = await read(() => gat.forward(x, x, graph.relations[0]!, evaluation));
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  layer.dispose();
  gat.dispose();
});

it('does not depend on the order of nodes and edges', async () => {
  const graph = graphOf();
  const layer = new Latte({ ...shape, schema: graph });
  const order = [2, 0, 1];
  const turned = (part: Csr, byRow: boolean, byColumn: boolean): Csr => {
    const lists = Array.from({ length: part.numRows }, (_, i) => [
      ...part.indices.subarray(part.indptr[i]!, part.indptr[i + 1]!),
    ]);
    const placed = byRow ? order.map((i) => lists[i]!) : lists;
    const renamed = placed.map((list) => (byColumn ? list.map((j) => order.indexOf(j)) : list).reverse());
    return csr(part.numCols, ...renamed);
  };
  const other = graphOf(
    edges.map((each) => ({ ...each, csr: turned(each.csr, each.target === 'a', each.source === 'a') })),
  );
  const permuted = new Map([...rows, ['a', order.map((i) => rows.get('a')![i]!)] as const]);
  const before = await read(() => layer.forward(inputs(), graph, evaluation).get('a')!);
  const after = await read(() => layer.forward(inputs(permuted), other, evaluation).get('a')!);
  for (const [k, i] of order.entries()) {
    for (let c = 0; c < 6; c++) expect(after[6 * k + c]).toBeCloseTo(before[6 * i + c]!, 5);
  }
  layer.dispose();
});
