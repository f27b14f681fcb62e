import { describe, expect, it } from 'vitest';
import { createModel } from '../../../src/models/index.js';
import { plantedProblem } from '../planted.js';

const exact = { dropout: 0, epochs: 2, hidden: 16 };

describe('training on sampled parts of a graph', () => {
  it.each([
    ['sage', {}],
    ['rgcn', {}],
    ['hgt', { heads: 2 }],
    ['higpt', { heads: 2, inputWidth: 8, textWidth: 16 }],
    ['gat', { heads: 2, attentionDropout: 0 }],
    ['rgat', { heads: 2, attentionDropout: 0 }],
    ['simple-hgn', { heads: 2, attentionDropout: 0, layers: 3 }],
  ])('of %s is that on the whole graph where every neighbour is taken', async (name, more) => {
    const problem = plantedProblem();
    const { train } = problem.split;
    const fanouts = new Array<number>((more as { layers?: number }).layers ?? 2).fill(1_000_000);
    const losses: number[][] = [];
    for (const sampling of [{}, { batchSize: train.length, fanouts }]) {
      const model = createModel(name, { settings: { ...exact, ...more, ...sampling } });
      const { training } = await model.fit(problem);
      losses.push([...training!.history.column('loss')]);
      model.dispose();
    }
    for (const [i, loss] of losses[0]!.entries()) expect(losses[1]![i]).toBeCloseTo(loss, 4);
  });

  it('learns from small batches with few neighbours, and gives the same twice', async () => {
    const problem = plantedProblem();
    const scores: Float32Array[] = [];
    for (let run = 0; run < 2; run++) {
      const settings = { hidden: 16, epochs: 20, batchSize: 32, fanouts: [5, 5], learningRate: 0.01 };
      const model = createModel('sage', { settings });
      await model.fit(problem);
      scores.push(await model.predict(problem.split.test));
      model.dispose();
    }
    expect(scores[0]).toEqual(scores[1]);
    if (problem.targets.kind !== 'single') throw new Error('single labels are expected');
    const { labels } = problem.targets;
    const right = problem.split.test.filter((row, i) => {
      const guess = scores[0]![2 * i]! >= scores[0]![2 * i + 1]! ? 0 : 1;
      return guess === labels[row];
    });
    expect(right.length / problem.split.test.length).toBeGreaterThan(0.65);
  });

  it.each([
    ['sage', { fanouts: [5, 5] }],
    ['sage', { batchSize: 10, fanouts: [5] }],
    ['sage', { batchSize: 10, fanouts: [5, 0] }],
    ['latte', { batchSize: 10 }],
  ])('refuses of %s the settings %j', (name, settings) => {
    expect(() => createModel(name, { settings })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
