import { expect, it } from 'vitest';
import { fitToy, ToyModel, toyProblem } from '../toy.js';

const problem = toyProblem();

/** The training rows of each epoch, in the order in which the model saw them. */
async function orders(epochs: number, seed: number, batchSize: number): Promise<number[][]> {
  const seen: number[] = [];
  const model = new ToyModel(problem);
  const forward = model.forward.bind(model);
  model.forward = (rows, mode) => {
    if (mode.training) seen.push(...rows);
    return forward(rows, mode);
  };
  await fitToy(model, problem, { epochs, seed, batchSize });
  model.dispose();
  const size = problem.rows.train.length;
  return Array.from({ length: epochs }, (_, epoch) => seen.slice(epoch * size, (epoch + 1) * size));
}

it('every epoch has each training row once, in an order of its own that the seed decides', async () => {
  const [first, second, third] = (await orders(3, 5, 10)) as [number[], number[], number[]];
  const ascending = [...problem.rows.train].sort((a, b) => a - b);
  for (const order of [first, second, third]) {
    expect([...order].sort((a, b) => a - b)).toEqual(ascending);
    expect(order).not.toEqual(ascending);
  }
  expect(second).not.toEqual(first);
  expect(third).not.toEqual(second);
  expect(third).not.toEqual(first);
  expect(await orders(3, 5, 10)).toEqual([first, second, third]);
  expect((await orders(1, 6, 10))[0]).not.toEqual(first);
});

it('where one batch holds all rows, their order stays', async () => {
  const train = [...problem.rows.train];
  expect(await orders(2, 5, train.length)).toEqual([train, train]);
});
