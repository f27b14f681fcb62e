import { expect, it } from 'vitest';
import { symmetricEigen } from '../../../src/recommend/algebra/symmetric-eigen.js';
import { gfCf } from '../../../src/recommend/gf-cf/model.js';
import { asTrain, dense, flipped, furthest, randomMatrix, times } from '../algebra/random-matrix.js';

const settings = { rank: 6, alpha: 0.4, iterations: 60 };
const matrix = randomMatrix(50, 35, 3);
const train = asTrain(matrix);
const users = Int32Array.from({ length: 50 }, (_, i) => i);

it('scores as the formula of both filters does, on dense matrices', async () => {
  const { scorer } = await gfCf.fit({ train }, settings, { seed: 1 });
  const x = dense(matrix);
  const sums = (rows: number[][]) => rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  const [byUser, byItem] = [sums(x), sums(flipped(x))];
  const r = x.map((row, u) => row.map((value, i) => (value ? value / Math.sqrt(byUser[u]! * byItem[i]!) : 0)));
  const linear = times(flipped(r), r);
  const { vectors } = symmetricEigen(linear.flat(), 35);
  const filter = linear.map((row, i) =>
    row.map((value, j) => {
      let low = 0;
      for (let c = 0; c < 6; c++) low += vectors[c * 35 + i]! * vectors[c * 35 + j]!;
      return value + (byItem[i]! > 0 ? (0.4 * low * Math.sqrt(byItem[j]!)) / Math.sqrt(byItem[i]!) : 0);
    }),
  );
  expect(furthest(scorer.scoreUsers(users), times(x, filter).flat())).toBeLessThan(2e-3);
  expect(furthest(scorer.scoreSimilar(Int32Array.of(4)), filter[4]!)).toBeLessThan(2e-3);
  expect(scorer.scoreHistories(matrix)).toEqual(scorer.scoreUsers(users));
});

it('explains a score by shares that sum to it', async () => {
  const { scorer } = await gfCf.fit({ train }, settings, { seed: 1 });
  const [from, to] = [matrix.indptr[9]!, matrix.indptr[10]!];
  const history = { items: matrix.indices.slice(from, to), strengths: matrix.values.slice(from, to) };
  const scores = scorer.scoreUsers(Int32Array.of(9));
  for (const item of [0, 13, 34]) {
    const sum = scorer.explain!(history, item).reduce((total, { value }) => total + value, 0);
    expect(sum).toBeCloseTo(scores[item]!, 5);
  }
});

it('is made again from its vectors, also where the rank is above the number of items', async () => {
  for (const rank of [6, 256]) {
    const { scorer } = await gfCf.fit({ train }, { ...settings, rank }, { seed: 1 });
    const loaded = gfCf.load(scorer.state(), { ...settings, rank }, train);
    expect(loaded.scoreUsers(users)).toEqual(scorer.scoreUsers(users));
  }
  expect(() => gfCf.load({}, settings, train)).toThrow(expect.objectContaining({ code: 'CORRUPT_FILE' }));
});
