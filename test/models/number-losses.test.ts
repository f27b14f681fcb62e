import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { createModel, listModels, type NumberLoss, nodeModelNamed, regressionProblem } from '../../src/models/index.js';
import { moleculeProblem, molecules } from './graph-network/molecules.js';
import { numberProblem } from './planted-numbers.js';

const N = 400;
const stream = new RandomStream(3, 'counts');
const x = Float32Array.from({ length: N }, () => stream.nextNormal());
/** Counts of rate exp(1 + x / 2), by multiplying uniform numbers until they are below exp(-rate) (Knuth). */
const counts = Float64Array.from(x, (value) => {
  const bound = Math.exp(-Math.exp(1 + value / 2));
  let count = -1;
  for (let product = 1; product > bound; count++) product *= stream.next();
  return count;
});
const graph = new GraphBuilder({
  nodes: [
    {
      name: 'row',
      columns: [
        { name: 'x', type: 'dense', role: 'feature', width: 1 },
        { name: 'y', type: 'float64', role: 'attribute' },
      ],
    },
  ],
  edges: [],
})
  .addNodes('row', { x: { kind: 'dense', numRows: N, width: 1, values: x }, y: counts })
  .build();
const rows = Int32Array.from({ length: N }, (_, i) => i);
const split = { train: rows.subarray(0, 300), valid: rows.subarray(300), test: new Int32Array(0) };

async function predicted(loss: NumberLoss): Promise<Float32Array> {
  const settings = { epochs: 150, patience: 150, hidden: 16, dropout: 0, learningRate: 0.02 };
  const model = createModel('mlp', { settings });
  await model.fit(regressionProblem(graph, 'row', split, 1, 'y', { loss }));
  const numbers = await model.predict(rows);
  model.dispose();
  return numbers;
}

it('counts are learned as counts: no prediction is below 0, and the rate is found', async () => {
  const numbers = await predicted('poisson');
  expect(Math.min(...numbers)).toBeGreaterThan(0);
  const errors = numbers.map((number, i) => Math.abs(Math.log(number) - 1 - x[i]! / 2));
  expect(errors.toSorted()[N / 2]).toBeLessThan(0.25);
});

it.each([0.1, 0.9])('about a share of %f of the numbers lie below their predicted quantile', async (share) => {
  const numbers = await predicted(`quantile=${share}`);
  const below = rows.filter((row) => counts[row]! <= numbers[row]!).length / N;
  expect(Math.abs(below - share)).toBeLessThan(0.08);
});

it('losses that there are not, and counts below 0, are refused', async () => {
  for (const loss of ['quantile=1', 'quantile=0', 'quantile', 'cubic'] as NumberLoss[]) {
    expect(() => regressionProblem(graph, 'row', split, 1, 'y', { loss })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  }
  const problem = regressionProblem(graph, 'row', split, 1, 'y', { loss: 'poisson' });
  for (const row of [split.train[0]!, split.valid[0]!]) {
    const below = { ...problem, targets: { values: counts.map((count, i) => (i === row ? -1 : count)) } };
    await expect(createModel('mlp').fit(below)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      location: { column: 'loss', row },
    });
  }
});

const inEpochs = listModels('regression').filter(({ name }) => {
  const { defaults, trainsBy = ['loss'] } = nodeModelNamed(name);
  return 'epochs' in defaults && trainsBy.includes('loss');
});

it.each(inEpochs.map(({ name }) => name))('%s learns logarithms of counts', async (name) => {
  const isOfGraphs = 'wholeGraphs' in nodeModelNamed(name);
  const { split } = moleculeProblem();
  const problem = isOfGraphs ? regressionProblem(molecules(), 'molecule', split, 1, 'weight') : numberProblem();
  // Nearly all are 0: what adds deviations to a mean falls below.
  const counts = problem.targets.values.map((_, row) => (row % 10 === 0 ? 8 : 0));
  const model = createModel(name, {
    settings: { epochs: 1, ...(name === 'metapath2vec' ? { walksPerNode: 1, walkLength: 5 } : {}) },
  });
  await model.fit({ ...problem, targets: { values: counts }, loss: 'poisson' });
  const predicted = await model.predict(problem.split.test);
  expect(model.task).toMatchObject({ link: 'log' });
  expect(Math.min(...predicted)).toBeGreaterThanOrEqual(0);
  model.dispose();
});
