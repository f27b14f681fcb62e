import { describe, expect, it } from 'vitest';
import {
  type Convolution,
  Gat,
  GatV2,
  Gcn,
  Gin,
  Han,
  HeteroConv,
  type HeteroLayer,
  HeteroLinear,
  Hgt,
  MetaHgt,
  RGat,
  RGcn,
  Sage,
  SemanticAttention,
  SimpleHgn,
} from '../../src/layers/index.js';
import { type Parameter, type Tensor2D, tensor2d, tidy } from '../../src/tensor/index.js';
import { evaluation } from './cases.js';
import { messageGraph, type TypedGraph } from './reference/graph.js';

const matrix = (rows: number[][]) => tensor2d(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
async function run(forward: () => Tensor2D): Promise<number[]> {
  const out = tidy(() => forward().clone());
  const values = [...(await out.data())];
  out.dispose();
  return values;
}
/** Square weights are identities, all else is zero but what is given by the end of its name. */
function identities(parameters: readonly Parameter[], others: Readonly<Record<string, number[]>> = {}): void {
  for (const p of parameters) {
    const given = Object.entries(others).find(([end]) => p.name.endsWith(end))?.[1];
    const [rows, columns] = p.shape;
    const isSquare = p.shape.length === 2 && rows === columns && rows! > 1;
    const value = (i: number) => (isSquare && Math.floor(i / columns!) === i % columns! ? 1 : 0);
    p.write(Float32Array.from({ length: p.size }, (_, i) => (given ? given[i]! : value(i))));
  }
}

/** a0 and a1 send to b0; b1 is alone. */
const graph: TypedGraph = {
  counts: { a: 2, b: 2 },
  relations: [
    {
      name: 'r',
      source: 'a',
      target: 'b',
      edges: [
        [0, 0],
        [1, 0],
      ],
    },
  ],
};
const messages = messageGraph(graph);
const relation = messages.relations[0]!;
const a = matrix([
  [1, 2],
  [3, 6],
]);
const b = matrix([
  [10, 20],
  [30, 40],
]);
const widths = { name: 'l', seed: 0, inputWidth: 2, outputWidth: 2 };
const typed = { ...widths, schema: messages };
const x = new Map([
  ['a', a],
  ['b', b],
]);

const along = (layer: Convolution) => run(() => layer.forward(a, b, relation, evaluation));
const of = (layer: HeteroLayer, type = 'b') => run(() => layer.forward(x, messages, evaluation).get(type)!);
const close = (found: number[], right: number[]) => {
  expect(found.length).toBe(right.length);
  for (const [i, value] of right.entries()) expect(found[i]).toBeCloseTo(value, 4);
};

describe('by hand, with identity weights', () => {
  it('Gcn: b0 has two neighbours of one edge each, so that both are divided by the root of 2', async () => {
    const layer = new Gcn(widths);
    identities(layer.parameters, { bias: [0.5, 0] });
    close(await along(layer), [4 / Math.SQRT2 + 0.5, 8 / Math.SQRT2, 0.5, 0]);
  });

  it('Gat and GatV2: scores of zero give the mean; a score of log 3 more gives three quarters', async () => {
    const layer = new Gat(widths);
    identities(layer.parameters);
    close(await along(layer), [2, 4, 0, 0]);
    // The second sender scores 2 log 3 / 2 more than the first: 3 times the weight.
    identities(layer.parameters, { 'source-attention': [Math.log(3) / 2, 0] });
    close(await along(layer), [0.25 * 1 + 0.75 * 3, 0.25 * 2 + 0.75 * 6, 0, 0]);
    const dynamic = new GatV2(widths);
    // Of one head, the vector [1, 2] of the first value alone; all sums are positive, so that the leaky ReLU passes them.
    identities(dynamic.parameters, { 'l/attention': [Math.log(3) / 2, 0] });
    close(await along(dynamic), [0.25 * 1 + 0.75 * 3, 0.25 * 2 + 0.75 * 6, 0, 0]);
  });

  it('Sage: own state and mean, or largest, of the neighbours; scaled to length 1', async () => {
    const mean = new Sage(widths);
    identities(mean.parameters);
    close(await along(mean), [12, 24, 30, 40]);
    const max = new Sage({ ...widths, aggregate: 'max' });
    identities(max.parameters);
    close(await along(max), [13, 26, 30, 40]);
    const unit = new Sage({ ...widths, normalize: true });
    identities(unit.parameters);
    close(await along(unit), [1 / Math.sqrt(5), 2 / Math.sqrt(5), 0.6, 0.8]);
  });

  it('Gin: own state, half of it again, and the sum of the neighbours', async () => {
    const layer = new Gin(widths);
    identities(layer.parameters, { epsilon: [0.5] });
    close(await along(layer), [1.5 * 10 + 4, 1.5 * 20 + 8, 45, 60]);
  });

  it('RGcn: own state and mean of the neighbours, by full, shared and block matrices', async () => {
    for (const options of [{}, { bases: 1 }, { bases: 1, ownStateFromBases: true }, { blocks: 2 }]) {
      const layer = new RGcn({ ...typed, ...options });
      identities(layer.parameters, { bases: [1, 0, 0, 1], shares: [1, 1], blocks: [1, 1] });
      close(await of(layer), [12, 24, 30, 40]);
      close(await of(layer, 'a'), [1, 2, 3, 6]);
    }
  });

  it('RGat: own state and weighted mean of the neighbours', async () => {
    for (const softmax of ['all', 'relation'] as const) {
      const layer = new RGat({ ...typed, softmax });
      identities(layer.parameters, { 'source-attention': [Math.log(3) / 2, 0] });
      close(await of(layer), [10 + 2.5, 20 + 5, 30, 40]);
    }
  });

  it('Han: one relation has the whole weight; negative sums are cut', async () => {
    const layer = new Han(typed);
    identities(layer.parameters);
    close(await of(layer), [2, 4, 0, 0]);
    identities(layer.parameters, { 'map/a/weight': [-1, 0, 0, 1] });
    close(await of(layer), [0, 4, 0, 0]);
    close(await of(layer, 'a'), [-1, 2, -3, 6]);
  });

  it('Hgt: scores <q, k> of zero queries give the mean; A is the identity after gelu, the skip a half', async () => {
    const layer = new Hgt({ ...typed, heads: 1 });
    identities(layer.parameters, { 'b/queries/weight': [0, 0, 0, 0], prior: [1], skip: [0] });
    // gelu(2) = 1.9545, gelu(4) = 3.99987.
    close(await of(layer), [(1.954499736 + 10) / 2, (3.999873 + 20) / 2, 15, 20]);
  });

  it('MetaHgt: the vector 2 of a and a share of a half make twice the bias that a base holds; the norm ends it', async () => {
    const [nodes, relations] = [
      new Map([
        ['a', [2]],
        ['b', [1]],
      ]),
      new Map([['r', [1]]]),
    ];
    const floats = (of: Map<string, number[]>) =>
      new Map([...of].map(([type, vector]) => [type, Float32Array.from(vector)]));
    const vectors = { nodes: floats(nodes), relations: floats(relations) };
    const layer = new MetaHgt({ ...typed, outputWidth: 3, heads: 1, vectors, textWidth: 1, bases: 1 });
    const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    identities(layer.parameters, {
      // Queries of zero give the mean of the values, x W + b of a: [2, 4, 0] and the bias 2 * 0.5 * 6.
      ...{
        'values/common': [1, 0, 0, 0, 1, 0, 0, 0, 0],
        'values/bases': [0, 0, 0, 0, 0, 0, 0, 0, 6],
        'values/shares': [0.5],
      },
      ...{ 'attention/common': identity, 'message/common': identity, 'outputs/common': [...identity, 0, 0, 0] },
      ...{ 'prior/bias': [1], 'norm/scale': [1, 1, 1] },
    });
    // [2, 4, 6] normalised; b1 is alone and gets the bias of the output, which is 0.
    close(await of(layer), [-Math.sqrt(1.5), 0, Math.sqrt(1.5), 0, 0, 0]);
  });

  it('HeteroConv: sum over relations; a type without relations is mapped', async () => {
    const layer = new HeteroConv({ ...typed, convolution: (each) => new Sage(each) });
    identities(layer.parameters);
    close(await of(layer), [12, 24, 30, 40]);
    close(await of(layer, 'a'), [1, 2, 3, 6]);
  });

  it('HeteroLinear: a map for each type', async () => {
    const layer = new HeteroLinear({
      name: 'l',
      seed: 0,
      outputWidth: 1,
      inputWidths: new Map([
        ['a', 2],
        ['b', 2],
      ]),
    });
    identities(layer.parameters, { 'a/weight': [1, 1], 'b/weight': [0, 2], 'b/bias': [5] });
    close(await run(() => layer.forward(x).get('a')!), [3, 9]);
    close(await run(() => layer.forward(x).get('b')!), [45, 85]);
  });

  it('SemanticAttention: a query of zero gives equal weights', async () => {
    const layer = new SemanticAttention({ name: 'l', seed: 0, width: 2 });
    identities(layer.parameters);
    close(await run(() => layer.weights([a, b])), [0.5, 0.5]);
    close(await run(() => layer.forward([a, b])), [5.5, 11, 16.5, 23]);
  });

  it('SimpleHgn: the mean over neighbours and oneself, own state added; a relation that scores log 2 more', async () => {
    const layer = new SimpleHgn({ ...widths, numRelations: 2, relationWidth: 2 });
    const edges = messages.homogeneous(['a', 'b']);
    const stacked = matrix([
      [1, 2],
      [3, 6],
      [10, 20],
      [30, 40],
    ]);
    const states = () => layer.forward(stacked, edges, evaluation).states;
    identities(layer.parameters);
    const mean = [2, 4, 6, 12, (1 + 3 + 10) / 3 + 10, (2 + 6 + 20) / 3 + 20, 60, 80];
    // The table of relations is square, so that it was made an identity; the vector that scores it is zero.
    close(await run(states), mean);
    // Senders along r now have twice the weight of the self loop.
    identities(layer.parameters, { 'relation-attention': [Math.log(2), 0] });
    close((await run(states)).slice(4, 6), [0.4 * 1 + 0.4 * 3 + 0.2 * 10 + 10, 0.4 * 2 + 0.4 * 6 + 0.2 * 20 + 20]);
    stacked.dispose();
  });
});
