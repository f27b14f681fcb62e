import { expect, it } from 'vitest';
import { als } from '../../../src/recommend/als/model.js';
import { asTrain, dense, furthest, randomMatrix } from '../algebra/random-matrix.js';

const settings = { factors: 5, alpha: 3, regularization: 2, iterations: 6, steps: 3 };
const matrix = randomMatrix(40, 30, 1, true);
const train = asTrain(matrix);
const fitted = (seed = 1, changed = {}) => als.fit({ train }, { ...settings, ...changed }, { seed });

/** The paper's objective, summed over all pairs in float64. */
function objective(users: Float32Array, items: Float32Array, width: number): number {
  let sum = 0;
  for (const value of [...users, ...items]) sum += settings.regularization * value * value;
  for (const [u, row] of dense(matrix).entries()) {
    for (const [i, r] of row.entries()) {
      let score = 0;
      for (let c = 0; c < width; c++) score += users[u * width + c]! * items[i * width + c]!;
      sum += (1 + settings.alpha * r) * ((r > 0 ? 1 : 0) - score) ** 2;
    }
  }
  return sum;
}

it('lowers the objective with every iteration, and with more factors', async () => {
  const after = async (iterations: number, factors = 5) => {
    const { users, items, width } = (await fitted(1, { iterations, factors })).scorer.factors!;
    return objective(users, items, width);
  };
  const values = [await after(1), await after(3), await after(12), await after(12, 9)];
  expect([...values].sort((a, b) => b - a)).toEqual(values);
});

it('gives a stranger the vector, to the bit, of a user with the same history', async () => {
  const { scorer } = await fitted();
  expect(scorer.foldIn!(matrix)).toEqual(scorer.factors!.users);
  const users = Int32Array.of(3, 39, 3);
  const one = scorer.scoreUsers(Int32Array.of(3));
  expect(scorer.scoreUsers(users)).toEqual(Float32Array.of(...one, ...new Float32Array(30), ...one));
});

it('explains a score by shares of the history that sum to it', async () => {
  const { scorer } = await fitted();
  const [from, to] = [matrix.indptr[4]!, matrix.indptr[5]!];
  const history = { items: matrix.indices.slice(from, to), strengths: matrix.values.slice(from, to) };
  const scores = scorer.scoreUsers(Int32Array.of(4));
  for (const item of [0, 7, 28]) {
    const shares = scorer.explain!(history, item);
    expect(shares.map((share) => share.item)).toEqual([...history.items]);
    expect(shares.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(scores[item]!, 4);
  }
});

it('finds an item most like itself, and none like an item that nobody took', async () => {
  const { scorer } = await fitted();
  const similar = scorer.scoreSimilar(Int32Array.of(2, 29));
  expect(similar[2]).toBeCloseTo(1, 5);
  expect(Math.max(...similar.slice(0, 30))).toBeLessThan(1.0001);
  expect([...similar.slice(30)].every((value) => value === 0)).toBe(true);
});

it('is made again from its arrays, and the same by seed', async () => {
  const { scorer } = await fitted();
  const loaded = als.load(scorer.state(), settings, train);
  const users = Int32Array.from({ length: 40 }, (_, i) => i);
  expect(loaded.scoreUsers(users)).toEqual(scorer.scoreUsers(users));
  expect((await fitted()).scorer.state()).toEqual(scorer.state());
  expect(furthest((await fitted(2)).scorer.factors!.items, scorer.factors!.items)).toBeGreaterThan(0.01);
  const code = (wanted: string) => expect.objectContaining({ code: wanted });
  const { users: vectors } = scorer.factors!;
  expect(() => als.load({ users: vectors }, settings, train)).toThrow(code('CORRUPT_FILE'));
  const spoiled = { ...scorer.state(), items: new Float32Array(150).fill(Number.NaN) };
  expect(() => als.load(spoiled, settings, train)).toThrow(code('CORRUPT_FILE'));
});

it('stops where it is told to', async () => {
  const aborted = als.fit({ train }, settings, { seed: 1, signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
});
