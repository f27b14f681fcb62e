import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, subgraph } from '../../../src/graph/index.js';
import {
  createModel,
  type Estimator,
  loadModel,
  regressionProblem,
  restoreModel,
  saveModel,
} from '../../../src/models/index.js';
import { MOLECULES, moleculeProblem, molecules } from './molecules.js';

const settings = { hidden: 8, dropout: 0, learningRate: 0.05, epochs: 20, batchSize: 16 };
const problem = moleculeProblem();
const { test } = problem.split;

function rightOf(scores: Float32Array, rows: Int32Array): number {
  const { labels } = problem.targets;
  return [...rows].filter((row, i) => Number(scores[2 * i + 1]! > scores[2 * i]!) === labels[row]).length / rows.length;
}

async function fitted(changes: object = {}, of = problem): Promise<Estimator> {
  const model = createModel('graph-network', { settings: { ...settings, ...changes } });
  await model.fit(of);
  return model;
}

describe('graph-network', () => {
  it.each(['mean', 'attention'])('tells chains from stars with the read-out %s', async (readout) => {
    const model = await fitted({ readout });
    expect(rightOf(await model.predict(test), test)).toBeGreaterThan(0.9);
    const { values, width } = await model.embed(test);
    // Of atoms and notes.
    expect([values.length, width]).toEqual([20 * 16, 16]);
    model.dispose();
  });

  it('is above the models that see no edge, which are near chance', async () => {
    for (const name of ['logistic-graph', 'ridge-graph', 'mlp-graph']) {
      const model = createModel(name, name === 'mlp-graph' ? { settings: { epochs: 30 } } : {});
      await model.fit(problem);
      expect(rightOf(await model.predict(test), test)).toBeLessThan(0.8);
      model.dispose();
    }
  });

  it('gives a graph the same scores alone, among others, twice, and whatever the size of the batches', async () => {
    const model = await fitted({ epochs: 3 });
    const all = await model.predict(test);
    const twice = await model.predict(Int32Array.of(test[3]!, test[0]!, test[3]!));
    for (const [i, at] of [3, 0, 3].entries()) {
      for (const c of [0, 1]) expect(twice[2 * i + c]).toBeCloseTo(all[2 * at + c]!, 5);
    }
    const saved = await model.save();
    const whole = restoreModel({ ...saved, settings: { ...saved.settings, batchSize: 1000 } });
    const at = await whole.predict(test, { graph: problem.graph });
    for (const [i, score] of all.entries()) expect(at[i]).toBeCloseTo(score, 5);
    model.dispose();
    whole.dispose();
  });

  it('gives the same scores in another order of the graphs', async () => {
    const model = await fitted({ epochs: 3, batchSize: 100 });
    const other = moleculeProblem(Int32Array.from(new RandomStream(9, 'order').permutation(MOLECULES)));
    const again = await fitted({ epochs: 3, batchSize: 100 }, other);
    const [scores, same] = [await model.predict(test), await again.predict(other.split.test)];
    for (const [i, score] of scores.entries()) expect(same[i]).toBeCloseTo(score, 3);
    for (const each of [model, again]) each.dispose();
  });

  it.each(['gcn', 'gat', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn', 'latte'])(
    'takes the layers of %s',
    async (network) => {
      const heads = network === 'gcn' || network === 'rgcn' ? {} : { heads: 2 };
      const model = await fitted({ network, epochs: 2, ...heads });
      expect((await model.predict(test)).every(Number.isFinite)).toBe(true);
      model.dispose();
    },
  );

  it('learns numbers of graphs', async () => {
    const numbers = regressionProblem(molecules(), 'molecule', problem.split, 1, 'weight');
    const model = createModel('graph-network', { settings: { ...settings, criterion: 'f1' } });
    await model.fit(numbers);
    const predicted = await model.predict(test);
    const error =
      [...test].reduce((sum, row, i) => sum + Math.abs(predicted[i]! - numbers.targets.values[row]!), 0) / 20;
    expect(error).toBeLessThan(0.5);
    model.dispose();
  });

  it('comes back from a folder, for graphs that were not there, also without nodes', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'heterograph-graph-network-'));
    try {
      const model = await fitted({ epochs: 3 });
      await saveModel(model, dir);
      const again = await loadModel(dir);
      const few = subgraph(problem.graph, { nodes: { molecule: test.slice(0, 2) } }).graph;
      const scores = await again.predict(Int32Array.of(0, 1), { graph: few });
      const all = await model.predict(test);
      for (let i = 0; i < 4; i++) expect(scores[i]).toBeCloseTo(all[i]!, 5);
      const none = subgraph(problem.graph, { nodes: { atom: new Int32Array(0), note: new Int32Array(0) } }).graph;
      expect((await again.predict(Int32Array.of(0), { graph: none })).every(Number.isFinite)).toBe(true);
      const saved = await model.save();
      const forged = (changes: object) => () => restoreModel({ ...saved, ...changes });
      for (const changes of [
        { state: {} },
        { state: { ...saved.state, members: { nodeTypes: [] } } },
        { state: { ...saved.state, columns: null } },
        { settings: { ...saved.settings, hidden: 1e6 } },
        { settings: { ...saved.settings, network: 'ridge' } },
      ]) {
        expect(forged(changes)).toThrow();
      }
      model.dispose();
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('refuses what cannot work', async () => {
    const refused = (changes: object) => () => createModel('graph-network', { settings: changes });
    for (const changes of [
      { network: 'ridge' },
      { network: 'nothing' },
      { readout: 'median' },
      { nothing: 1 },
      { batchSize: 0 },
    ]) {
      expect(refused(changes)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    }
    const bag = subgraph(problem.graph, { edgeTypes: ['in'], nodeTypes: ['molecule', 'atom'] }).graph;
    await expect(fitted({}, { ...problem, graph: bag })).rejects.toMatchObject({ code: 'NO_RELATIONS' });
    const alone = graphFromArrays({ nodes: { molecule: MOLECULES } });
    await expect(fitted({}, { ...problem, graph: alone })).rejects.toMatchObject({ code: 'NO_RELATIONS' });
  });
});
