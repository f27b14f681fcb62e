import { describe, expect, it } from 'vitest';
import { fitRecommender, type Interactions, interactionsFrom, interactionsLike } from '../../../src/recommend/index.js';
import { checkRanking } from '../../../src/recommend/training/ranking-check.js';
import { twoGroups } from './matrices.js';

function pairs(matrix: ReturnType<typeof twoGroups>['train']) {
  const [users, items]: [number[], number[]] = [[], []];
  for (let u = 0; u < matrix.numRows; u++) {
    for (const item of matrix.indices.subarray(matrix.indptr[u]!, matrix.indptr[u + 1]!)) {
      users.push(u);
      items.push(item);
    }
  }
  return { users, items };
}

const { train, held } = twoGroups(24, 20);
const data: Interactions = interactionsFrom(pairs(train));
const validation = interactionsLike(data, pairs(held));
const small = { width: 16, batchSize: 50, epochs: 40, negatives: 8, learningRate: 0.02 };

describe.each(['bpr', 'lightgcn', 'simgcl'])('%s', (name) => {
  const settings = name === 'bpr' ? { ...small, negatives: 1 } : small;

  it('puts what its group took first, stops by validation pairs and keeps the best epoch', async () => {
    const recommender = await fitRecommender(name, { train: data, validation }, { settings, seed: 1 });
    const { factors } = recommender.scorer;
    expect(checkRanking(factors!, data.matrix, validation.matrix, 10).ndcg).toBeGreaterThan(0.9);
    const { history, bestEpoch } = recommender.report;
    const best = Math.max(...history!.map(({ ndcg = 0 }) => ndcg));
    expect(history!.find(({ epoch }) => epoch === bestEpoch)!.ndcg).toBe(best);
    const strangers = recommender.recommendFor([1, 3, 5], { k: 5 });
    expect(strangers.items.every((item) => Number(item) % 2 === 1)).toBe(true);
    expect(recommender.explain([1, 3, 5], strangers.items[0]!)!.because).toHaveLength(3);
  });

  it('depends on the seed alone', async () => {
    const trained = async (seed: number) =>
      (await fitRecommender(name, data, { settings: { ...settings, epochs: 2 }, seed })).scorer.factors!.items;
    expect(await trained(1)).toEqual(await trained(1));
    expect(await trained(1)).not.toEqual(await trained(2));
  });
});

it('candidates of which the hardest counts are another training', async () => {
  const trained = async (negatives: number) =>
    (await fitRecommender('bpr', data, { settings: { ...small, epochs: 3, negatives }, seed: 1 })).scorer.factors!
      .items;
  expect(await trained(4)).not.toEqual(await trained(1));
});

it('a contrast of layers without layers is refused', async () => {
  const refused = fitRecommender('simgcl', data, { settings: { ...small, layers: 0 } });
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_OPTION', location: { column: 'settings.layers' } });
  const trained = await fitRecommender('simgcl', data, { settings: { ...small, layers: 0, contrast: 0, epochs: 2 } });
  expect(trained.scorer.factors!.items.every(Number.isFinite)).toBe(true);
});

it('a fit stops at once when it is asked to', async () => {
  const control = new AbortController();
  control.abort();
  const stopped = fitRecommender('lightgcn', data, { settings: small, signal: control.signal });
  await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
});
