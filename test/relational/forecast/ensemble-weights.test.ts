import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ensembleWeights } from '../../../src/relational/forecast/ensemble-weights.js';
import { meanLearner, meanOf } from '../../../src/relational/learners/mean.js';

const numbers = (...values: number[]) => Float64Array.from(values);

it('weighs what errs in opposite ways against each other, and leaves out what only errs', async () => {
  // 1 above twice as often as 2 below: two draws of the first to one of the second have no error.
  const labels = numbers(10, 20, 30);
  const [above, below, far] = [labels.map((x) => x + 1), labels.map((x) => x - 2), labels.map((x) => x + 9)];
  expect([...(await ensembleWeights([far, below, above], 'numbers', labels))]).toEqual([0, 1, 2]);
  expect([...(await ensembleWeights([far, labels], 'numbers', labels))]).toEqual([0, 1]);
  // Of equal ones the first.
  expect([...(await ensembleWeights([above, above], 'numbers', labels))]).toEqual([1, 0]);
});

it('tells two classes by their ranks, and several by their probabilities', async () => {
  const yes = numbers(0, 1, 0, 1);
  const of = (...chances: number[]) => Float64Array.from(chances.flatMap((chance) => [1 - chance, chance]));
  // Each has one pair wrong; together they have none.
  const [a, b] = [of(0.1, 0.9, 0.4, 0.3), of(0.2, 0.15, 0.1, 0.9)];
  expect([...(await ensembleWeights([a, b], 'binary', yes))]).toEqual([1, 1]);
  const three = numbers(0, 1, 2);
  const sure = numbers(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8);
  const vague = new Float64Array(9).fill(1 / 3);
  expect([...(await ensembleWeights([vague, sure], 'classes', three))]).toEqual([0, 1]);
  // Of one class alone no ranks are better than others.
  expect([...(await ensembleWeights([a, b], 'binary', numbers(1, 1, 1, 1)))]).toEqual([1, 1]);
});

it('draws as the slow way does: whatever makes the mean best, and the fewest of the best', async () => {
  const values = fc.integer({ min: -8, max: 8 });
  const rows = fc.integer({ min: 1, max: 6 }).chain((n) => {
    const one = fc.array(values, { minLength: n, maxLength: n });
    return fc.record({ labels: one, all: fc.array(one, { minLength: 1, maxLength: 4 }) });
  });
  await fc.assert(
    fc.asyncProperty(rows, async ({ labels, all }) => {
      const errorOf = (drawn: number[]) =>
        labels.reduce((sum, label, row) => {
          const total = drawn.reduce((add, learner) => add + all[learner]![row]!, 0);
          return sum + Math.abs(total / drawn.length - label);
        }, 0);
      let [drawn, best, bestError]: [number[], number[], number] = [[], [], 1e9];
      for (let draw = 0; draw < 25; draw++) {
        const next = all.map((_, learner) => [...drawn, learner]);
        drawn = next.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
        if (errorOf(drawn) < bestError * (1 - 1e-12)) [best, bestError] = [drawn, errorOf(drawn)];
      }
      const weights = await ensembleWeights(
        all.map((each) => Float64Array.from(each)),
        'numbers',
        Float64Array.from(labels),
      );
      const drawnOf = all.map((_, learner) => best.filter((each) => each === learner).length);
      expect([...weights]).toEqual(drawnOf);
    }),
    { numRuns: 100 },
  );
});

it('ends where it is aborted', async () => {
  const signal = AbortSignal.abort();
  await expect(ensembleWeights([numbers(1)], 'numbers', numbers(1), { signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

it('is a mean with weights, whose title says them', () => {
  expect([...meanOf([numbers(1, 2), numbers(4, 8)], [2, 1])]).toEqual([2, 4]);
  expect([...meanOf([numbers(1, 2), numbers(3, 8)])]).toEqual([2, 5]);
  const { title } = meanLearner([{ name: 'linear' }, { name: 'network' }, { name: 'all-features' }], [1, 3, 0]);
  expect(title).toBe('the weighted mean of learners (network 75 %, linear 25 %)');
});
