import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { RatingScorer } from '../../../src/recommend/rating-factors/scorer.js';
import { FactorScorer } from '../../../src/recommend/training/factor-scorer.js';

it('a user has the same bits alone and among many, with wide vectors too', () => {
  const width = 768;
  const normals = (name: string) => new RandomStream(1, name).fillNormal(new Float32Array(width * width));
  const factors = { width, users: normals('users'), items: normals('items') };
  const additions = new Float32Array(width * width);
  const everybody = Int32Array.from({ length: width }, (_, user) => user);
  const scale = { mean: 3, low: 1, high: 5 };
  for (const scorer of [
    new FactorScorer(factors, additions),
    new RatingScorer(factors, scale, additions.subarray(width), { l2: 0.1, missing: 0 }),
  ]) {
    for (const score of ['scoreUsers', 'scoreSimilar'] as const) {
      expect(scorer[score](everybody).subarray(0, width)).toEqual(scorer[score](Int32Array.of(0)));
    }
  }
});
