import { beforeAll, expect, it } from 'vitest';
import { type Csr, RandomStream } from '../../src/core/index.js';
import { absentPairs } from '../../src/layers/composed/proximity.js';
import { Latte, MessageGraph, MessageRelation } from '../../src/layers/index.js';
import { adam, initTensors, type Tensor2D, tensor2d, valueAndGradients } from '../../src/tensor/index.js';
import { checkGradients } from '../tensor/check-gradients.js';

beforeAll(() => initTensors());

/** Senders 0 and 1 reach all receivers, 2 and 3 none: a score of the sender alone tells edges from other pairs. */
const csr: Csr = {
  numRows: 3,
  numCols: 4,
  indptr: Int32Array.of(0, 2, 4, 6),
  indices: Int32Array.of(0, 1, 0, 1, 0, 1),
};
const counts = new Map([
  ['a', 3],
  ['b', 4],
]);
const graphOf = () => new MessageGraph(counts, [new MessageRelation({ name: 'r', source: 'b', target: 'a' }, csr)]);
const x = () =>
  new Map<string, Tensor2D>([
    ['a', tensor2d(Float32Array.of(1, 0, 1, 0, 1, 0), [3, 2])],
    ['b', tensor2d(Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), [4, 2])],
  ]);
const shape = { name: 'latte', seed: 1, inputWidth: 2, outputWidth: 4, heads: 2, outputTypes: ['a'] };
const lossOf = (layer: Latte, graph: MessageGraph, step: number) => {
  const random = new RandomStream(7, 'negatives', step);
  return layer.withProximity(x(), graph, { training: false }, { negatives: 2, random }).loss!;
};

it('the objective of a graph whose edges can be told apart goes to 0', async () => {
  const graph = graphOf();
  const layer = new Latte({ ...shape, schema: graph });
  const optimizer = adam({ learningRate: 0.05 }).create(layer.parameters);
  let first = 0;
  let last = 0;
  for (let step = 0; step < 150; step++) {
    const { value, gradients } = valueAndGradients(() => lossOf(layer, graph, step), layer.parameters);
    last = (await value.data())[0]!;
    if (step === 0) first = last;
    optimizer.step(gradients);
    for (const tensor of [value, ...gradients]) tensor.dispose();
  }
  expect(first).toBeGreaterThan(0.3);
  expect(last).toBeLessThan(0.02);
  optimizer.dispose();
  layer.dispose();
});

it('has the value and the gradients of the formula', async () => {
  const graph = graphOf();
  const layer = new Latte({ ...shape, schema: graph });
  const names = layer.parameters.map(({ name }) => name);
  const pairs = absentPairs(csr, 12, new RandomStream(7, 'negatives', 3).child('r'));
  expect(pairs.targets.length).toBe(12);
  expect([...pairs.sources].every((source) => source > 1)).toBe(true);
  await checkGradients(
    () => lossOf(layer, graph, 3),
    layer.parameters,
    (given) => {
      const at = (name: string) => given[names.indexOf(`latte/${name}`)]!;
      const mapped = (side: string, row: number[]) =>
        [0, 1, 2, 3].map(
          (c) => at(`${side}/bias`)[c]! + row[0]! * at(`${side}/weight`)[c]! + row[1]! * at(`${side}/weight`)[4 + c]!,
        );
      const rowOf = (source: number) => (source < 2 ? [1, 0] : [0, 1]);
      const score = (source: number) => {
        const [own, sent] = [mapped('own/a', [1, 0]), mapped('sent/b', rowOf(source))];
        return Math.max(
          ...[0, 1].map((h) =>
            [0, 1].reduce(
              (total, k) =>
                total +
                at('r/target-attention')[2 * h + k]! * own[2 * h + k]! +
                at('r/source-attention')[2 * h + k]! * sent[2 * h + k]!,
              at('r/bias')[h]!,
            ),
          ),
        );
      };
      const loss = (z: number) => Math.log1p(Math.exp(-z));
      const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
      const held = mean([...csr.indices].map((source) => loss(score(source))));
      const broken = mean([...pairs.sources].map((source) => loss(-score(source))));
      return (held + broken) / 2;
    },
    { tolerance: 1e-3 },
  );
  layer.dispose();
});

it('without edges, or where every pair is an edge, nothing is drawn without end', async () => {
  const full: Csr = { numRows: 1, numCols: 2, indptr: Int32Array.of(0, 2), indices: Int32Array.of(0, 1) };
  expect(absentPairs(full, 4, new RandomStream(1, 'full')).targets.length).toBe(0);
  const none: Csr = { numRows: 3, numCols: 4, indptr: new Int32Array(4), indices: new Int32Array(0) };
  const graph = new MessageGraph(counts, [new MessageRelation({ name: 'r', source: 'b', target: 'a' }, none)]);
  const layer = new Latte({ ...shape, schema: graph });
  expect(lossOf(layer, graph, 0)).toBeUndefined();
  layer.dispose();
});
