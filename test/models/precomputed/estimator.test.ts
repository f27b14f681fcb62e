import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { classificationProblem, createModel, loadModel, nodeModelNamed, saveModel } from '../../../src/models/index.js';
import { numTensors } from '../../../src/tensor/index.js';
import { microF1 } from '../../../src/training/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const small = {
  sehgnn: { embed: 8, hidden: 8, embeddingWidth: 8, epochs: 30, inputDropout: 0.1, dropout: 0.1, learningRate: 0.01 },
  nars: { width: 16, hidden: 8, epochs: 30, inputDropout: 0.1, dropout: 0.1, learningRate: 0.01 },
};
type Name = keyof typeof small;
const problem = plantedProblem();
const test = rows(150, PEOPLE);
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-precomputed-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const modelOf = (name: Name, more: object = {}, resources: object = {}) =>
  createModel(name, { settings: { ...small[name], ...more }, ...resources });

describe.each<Name>(['sehgnn', 'nars'])('%s', (name) => {
  it('learns, and gives the same bits once saved and loaded, on the same graph given anew', async () => {
    const [tensors, { used }] = [numTensors(), getPool().arena.stats()];
    const model = modelOf(name);
    await model.fit(problem);
    const [scores, embedding] = [await model.predict(test), await model.embed(test)];
    expect(microF1.compute({ logits: scores, rows: test, numClasses: 2 }, problem.targets)).toBeGreaterThan(0.78);
    expect(embedding.values.length).toBe(test.length * embedding.width);
    await saveModel(model, join(dir, name));
    expect(await model.predict(test, { graph: plantedGraph() })).toEqual(scores);
    expect((await model.predict(rows(0, 0), { graph: plantedGraph() })).length).toBe(0);
    model.dispose();
    const again = await loadModel(join(dir, name), { memoryBytes: 200_000 });
    expect(await again.predict(test, { graph: plantedGraph() })).toEqual(scores);
    const newcomers = plantedGraph([
      { features: [0, 0, 0, 0], groups: [0, 1, 2, 3, 4, 5] },
      { features: [1.2, 0, 0, 0], groups: [10, 11, 12, 13, 14, 15] },
      { features: [0, 0, 0, 0], groups: [] },
    ]);
    const fresh = await again.predict(rows(PEOPLE, PEOPLE + 3), { graph: newcomers });
    expect(fresh[0]!).toBeGreaterThan(fresh[1]!);
    expect(fresh[3]!).toBeGreaterThan(fresh[2]!);
    expect(fresh.every(Number.isFinite)).toBe(true);
    const bare = new GraphBuilder().addNodes('person', 3).addNodes('group', 2).build();
    await expect(again.predict(rows(0, 2), { graph: bare })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    again.dispose();
    expect([numTensors(), getPool().arena.stats().used]).toEqual([tensors, used]);
  });

  it.each([
    ['all rows at once', {}],
    ['batches', { batchSize: 40 }],
  ])('goes on from a checkpoint to the same bits, %s', async (what, more) => {
    const checkpointDir = join(dir, `${name}-${what}`);
    const whole = modelOf(name, { ...more, epochs: 4 });
    await whole.fit(problem);
    const first = modelOf(name, { ...more, epochs: 2 }, { checkpointDir });
    await first.fit(problem);
    const second = modelOf(name, { ...more, epochs: 4 }, { checkpointDir });
    const { training } = await second.fit(problem);
    expect(training!.epochs).toBe(4);
    expect((await second.save()).weights).toEqual((await whole.save()).weights);
    for (const model of [whole, first, second]) model.dispose();
  });

  it('scores follow the nodes when all of them, and the edges, are given in another order', async () => {
    const { graph, order, permuted } = permutedPair();
    const split = { train: rows(0, 20), valid: rows(20, 25), test: rows(25, 40) };
    const given = classificationProblem(graph, 'n', split, 3);
    const model = modelOf(name, { epochs: 3, ...(name === 'sehgnn' ? { labels: false } : {}) });
    await model.fit(given);
    const all = rows(0, 40);
    const [before, after] = [await model.predict(all, { graph }), await model.predict(all, { graph: permuted })];
    for (const [to, from] of order.entries()) {
      for (let c = 0; c < 2; c++) expect(after[to * 2 + c]).toBeCloseTo(before[from * 2 + c]!, 3);
    }
    model.dispose();
  });

  it('works without features, with empty types and isolated nodes, and with several labels a node', async () => {
    for (const kind of ['bare', 'empty', 'multi'] as const) {
      const graph = oddGraph(kind);
      const split = { train: rows(0, 10), valid: rows(10, 14), test: rows(14, 20) };
      const odd = classificationProblem(graph, 'n', split, 3);
      nodeModelNamed(name).check!(odd, { ...nodeModelNamed(name).defaults, ...small[name] }, {});
      const model = modelOf(name, { epochs: 2 });
      await model.fit(odd);
      const scores = await model.predict(rows(14, 20));
      expect(scores.length).toBe(6 * (kind === 'multi' ? 3 : 2));
      expect(scores.every(Number.isFinite)).toBe(true);
      model.dispose();
    }
  });

  it('refuses a graph without a relation at the target before any work', async () => {
    const graph = labelled(Array.from({ length: 12 }, (_, i) => i % 2)).build();
    const alone = classificationProblem(graph, 'n', { train: rows(0, 6), valid: rows(6, 8), test: rows(8, 12) }, 3);
    const { check, defaults } = nodeModelNamed(name);
    expect(() => check!(alone, defaults, {})).toThrow(expect.objectContaining({ code: 'NO_RELATIONS' }));
    await expect(modelOf(name).fit(alone)).rejects.toMatchObject({ code: 'NO_RELATIONS' });
  });
});

it.each<Name>(['sehgnn', 'nars'])(
  '%s: no bit of a score depends on the own label, while others see it',
  async (name) => {
    const model = modelOf(name, { epochs: 3, labels: true });
    await model.fit(problem);
    const { graph } = problem;
    const flipped = withLabels((row, label) => (row === 7 ? 1 - label : label));
    const of = (given: HeteroGraph) => model.predict(rows(0, PEOPLE), { graph: given });
    const [before, after] = [await of(graph), await of(flipped)];
    expect(after.slice(14, 16)).toEqual(before.slice(14, 16));
    expect(after).not.toEqual(before);
    // Labels of rows that were not trained on are not read.
    const hidden = withLabels((row, label) => (row >= 100 ? 0 : label));
    expect(await of(hidden)).toEqual(before);
    model.dispose();
  },
);

it('sehgnn: says which lengths of paths it chose, and refuses those that have no end', async () => {
  const model = modelOf('sehgnn', { epochs: 1 });
  await model.fit(problem);
  expect((await model.save()).state.choice).toEqual({ hops: 4, labelHops: 4 });
  model.dispose();
  const { check, defaults, settingsFor } = nodeModelNamed('sehgnn');
  const { settings, reasons } = settingsFor!(problem);
  expect(settings).toEqual({ hops: 4, labelHops: 4, batchSize: 2000, hidden: 32, embed: 32 });
  expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['hops', 'labelHops', 'hidden']);
  const huge = expect.objectContaining({ code: 'TOO_LARGE' });
  const looped = new GraphBuilder(schema(['a', 'b'])).addNodes('n', { y: Array.from({ length: 12 }, (_, i) => i % 2) });
  for (const r of ['r', 's', 't']) {
    looped.addEdges(['n', r, 'n'], { source: Int32Array.of(0, 1), target: Int32Array.of(1, 2) });
  }
  const split = { train: rows(0, 6), valid: rows(6, 8), test: rows(8, 12) };
  const given = classificationProblem(looped.build(), 'n', split, 3);
  expect(() => check!(given, { ...defaults, labelHops: 30 } as object, {})).toThrow(huge);
  const wide = { ...defaults, hidden: 8000, embed: 8000 } as object;
  expect(() => check!(problem, wide, {})).toThrow(expect.objectContaining({ code: 'OUT_OF_MEMORY' }));
  await expect(modelOf('sehgnn', { hops: 30 }).fit(given)).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

const schema = (classes: readonly string[]) => ({
  nodes: [{ name: 'n', columns: [{ name: 'y', type: 'int32', role: 'label', classes } as const] }],
  edges: [],
});

function labelled(labels: readonly number[]): GraphBuilder {
  return new GraphBuilder(schema(['a', 'b'])).addNodes('n', { y: labels });
}

function withLabels(change: (row: number, label: number) => number): HeteroGraph {
  const graph = plantedGraph();
  const labels = graph.labels('person')!;
  const { source, target } = graph.edgeIndex(['person', 'in', 'group']);
  return new GraphBuilder({ nodes: graph.schema.nodes, edges: [] })
    .addNodes('person', {
      x: graph.features('person') as never,
      y: Array.from(labels.values, (label, row) => change(row, label)),
    })
    .addNodes('group', 20)
    .addEdges(['person', 'in', 'group'], { source: Int32Array.from(source), target: Int32Array.from(target) })
    .build();
}

/** A graph, and the same with its nodes of type `n` and its edges in another order. */
function permutedPair() {
  const stream = new RandomStream(9, 'permuted');
  const order = stream.shuffle(rows(0, 40));
  const at = new Int32Array(40);
  for (const [to, from] of order.entries()) at[from] = to;
  const x = stream.fillNormal(new Float32Array(80));
  const z = stream.fillNormal(new Float32Array(30));
  const source = Int32Array.from({ length: 100 }, () => stream.nextInt(40));
  const target = Int32Array.from({ length: 100 }, () => stream.nextInt(10));
  const build = (isPermuted: boolean) => {
    const place = (row: number) => (isPermuted ? order[row]! : row);
    const edges = isPermuted ? stream.shuffle(rows(0, 100)) : rows(0, 100);
    const own = Float32Array.from({ length: 80 }, (_, i) => x[place(i >> 1) * 2 + (i & 1)]!);
    return new GraphBuilder({
      nodes: [
        {
          name: 'n',
          columns: [
            { name: 'x', type: 'dense', role: 'feature', width: 2 },
            { name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] },
          ],
        },
        { name: 'm', columns: [{ name: 'z', type: 'dense', role: 'feature', width: 3 }] },
      ],
      edges: [],
    })
      .addNodes('n', {
        x: { kind: 'dense', numRows: 40, width: 2, values: own },
        y: Array.from({ length: 40 }, (_, i) => place(i) % 2),
      })
      .addNodes('m', { z: { kind: 'dense', numRows: 10, width: 3, values: z } })
      .addEdges(['n', 'of', 'm'], {
        source: edges.map((e) => (isPermuted ? at[source[e]!]! : source[e]!)),
        target: edges.map((e) => target[e]!),
      })
      .build();
  };
  return { graph: build(false), order, permuted: build(true) };
}

function oddGraph(kind: 'bare' | 'empty' | 'multi'): HeteroGraph {
  const ends = {
    source: Int32Array.from({ length: 12 }, (_, i) => i),
    target: Int32Array.from({ length: 12 }, (_, i) => i % 4),
  };
  const nothing = { source: new Int32Array(0), target: new Int32Array(0) };
  const builder =
    kind === 'multi'
      ? new GraphBuilder({
          nodes: [{ name: 'n', columns: [{ name: 'y', type: 'dense', role: 'label', width: 3 }] }],
          edges: [],
        }).addNodes('n', {
          y: { kind: 'dense', numRows: 20, width: 3, values: Float32Array.from({ length: 60 }, (_, i) => i % 2) },
        })
      : labelled(Array.from({ length: 20 }, (_, i) => i % 2));
  builder.addNodes('m', 4).addEdges(['n', 'of', 'm'], ends);
  builder.addNodes('none', 0).addEdges(['n', 'to', 'none'], nothing);
  if (kind === 'empty') builder.addEdges(['n', 'self', 'n'], nothing);
  return builder.build();
}
