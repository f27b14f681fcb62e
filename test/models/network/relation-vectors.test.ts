import { describe, expect, it } from 'vitest';
import { createModel, restoreModel } from '../../../src/models/index.js';
import { rgcn } from '../../../src/models/rgcn/model.js';
import { numTensors, usedBytes } from '../../../src/tensor/index.js';
import { rowsFrom, small, typedGraph, typedProblem } from './graphs.js';

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const make = (settings: object = {}) =>
  createModel('rgcn', { settings: { ...small, featureless: 'relation-vectors', head: 'none', ...settings } });

describe('rgcn with a vector per node and relation', () => {
  it.each([
    ['all nodes', { inputFeatures: 'none' }],
    ['nodes without features', {}],
    ['all nodes, by bases', { inputFeatures: 'none', bases: 2 }],
    ['nodes without features, a linear map at the end', { head: 'linear' }],
    ['all nodes, labels as an input', { inputFeatures: 'none', labels: true }],
    ['all nodes, one layer', { inputFeatures: 'none', layers: 1 }],
  ])('of %s learns, and predicts the same when it was saved, leaving nothing behind', async (_, settings) => {
    const before = [numTensors(), usedBytes()];
    const model = make({ ...settings, dropout: 0, epochs: 30, patience: 30, learningRate: 0.1 });
    const problem = typedProblem();
    const { training } = await model.fit(problem);
    const losses = training!.history.column('loss');
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
    const rows = rowsFrom(0, 24);
    const scores = await model.predict(rows);
    const { values, width } = await model.embed(rows);
    expect(values).toHaveLength(24 * width);
    const again = restoreModel(await model.save());
    expect(await again.predict(rows, { graph: problem.graph })).toEqual(scores);
    expect(await again.predict(rowsFrom(0, 3), { graph: typedGraph({ papers: 25 }) })).toHaveLength(9);
    again.dispose();
    model.dispose();
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('decays the vectors alone, and is not trained on samples', () => {
    const { noDecay } = rgcn.network;
    const of = (settings: object) =>
      (noDecay as (settings: object) => RegExp | undefined)({ ...rgcn.defaults, ...settings });
    expect(of({})).toBeUndefined();
    const pattern = of({ featureless: 'relation-vectors' })!;
    const names = ['layer/0/nodes/a/vectors', 'layer/1/self/weight', 'output/weight', 'input/paper/weight'];
    expect(names.filter((name) => pattern.test(name))).toEqual(['layer/1/self/weight', 'output/weight']);
    expect(() => make({ batchSize: 4 })).toThrow(code('INVALID_OPTION'));
  });
});
