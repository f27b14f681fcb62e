import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { solvePositiveDefinite } from '../../src/compute/internal.js';
import {
  type Estimator,
  LabelPropagationClassifier,
  LogisticClassifier,
  MajorityClassifier,
  MlpClassifier,
  RidgeClassifier,
  RpHgnnClassifier,
  type RpHgnnClassifierOptions,
  rphgnnPresets,
} from '../../src/models/index.js';
import { accuracy } from '../../src/training/index.js';
import { plantedProblem } from './planted.js';

describe('classifiers', () => {
  it('find planted structure, and more of it the more they see', async () => {
    const problem = plantedProblem();
    const score = async (classifier: Estimator) => {
      await classifier.fit(problem);
      const { test } = problem.split;
      const value = accuracy.compute(
        { logits: await classifier.predict(test), rows: test, numClasses: 2 },
        problem.targets,
      );
      classifier.dispose();
      return value;
    };
    const settings = {
      ...rphgnnPresets['hgb-dblp'],
      embeddingWidth: 8,
      hidden: 16,
      inputDropout: 0.1,
      dropout: 0.1,
      epochs: 60,
      validateEvery: 1,
      criterion: 'f1',
    } as const;
    const majority = await score(new MajorityClassifier());
    const ridge = await score(new RidgeClassifier());
    const propagated = await score(new RidgeClassifier({ features: 'propagated' }));
    const logistic = await score(new LogisticClassifier());
    const both = await score(new MlpClassifier({ features: 'propagated' }));
    const labels = await score(new LabelPropagationClassifier());
    const rphgnn = await score(new RpHgnnClassifier({ settings }));
    expect(majority).toBeLessThan(0.6);
    expect(ridge).toBeGreaterThan(majority + 0.05);
    expect(propagated).toBeGreaterThan(ridge);
    expect(logistic).toBeGreaterThan(majority + 0.05);
    expect(both).toBeGreaterThan(logistic);
    expect(labels).toBeGreaterThan(0.85);
    expect(rphgnn).toBeGreaterThan(0.85);
  });

  it('goes on from a checkpoint of its own run only: another projection or dropout is another run', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'heterograph-classifier-'));
    const problem = plantedProblem();
    const settings = { ...rphgnnPresets['hgb-dblp'], embeddingWidth: 8, hidden: 8, epochs: 2, validateEvery: 1 };
    const train = async (options: RpHgnnClassifierOptions) => {
      const classifier = new RpHgnnClassifier(options);
      try {
        return (await classifier.fit(problem)).training!.epochs;
      } finally {
        classifier.dispose();
      }
    };
    try {
      expect(await train({ settings, checkpointDir: dir })).toBe(2);
      const mismatch = { code: 'CHECKPOINT_MISMATCH' };
      await expect(
        train({ settings: { ...settings, projection: 'sparse' }, checkpointDir: dir }),
      ).rejects.toMatchObject(mismatch);
      await expect(train({ settings: { ...settings, dropout: 0.1 }, checkpointDir: dir })).rejects.toMatchObject(
        mismatch,
      );
      expect(await train({ settings: { ...settings, epochs: 3 }, checkpointDir: dir })).toBe(3);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('refuses relations that it would not read', async () => {
    const problem = plantedProblem();
    const options = { features: 'own', relations: [problem.graph.edgeTypes[0]!.join('.')] } as const;
    for (const classifier of [
      new RidgeClassifier(options),
      new LogisticClassifier(options),
      new MlpClassifier(options),
    ]) {
      await expect(classifier.fit(problem)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        location: { column: 'relations' },
      });
    }
  });

  it('solves a system worked out by hand, and refuses one that is not positive definite', () => {
    const solution = solvePositiveDefinite(Float64Array.of(4, 2, 2, 3), 2, Float64Array.of(2, 5), 1);
    expect(solution[0]).toBeCloseTo(-0.5, 12);
    expect(solution[1]).toBeCloseTo(2, 12);
    expect(() => solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), 2, Float64Array.of(1, 1), 1)).toThrow(
      expect.objectContaining({ code: 'NOT_POSITIVE_DEFINITE' }),
    );
  });
});
