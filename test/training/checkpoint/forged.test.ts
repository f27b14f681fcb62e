import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCheckpoint, type Snapshot, writeCheckpoint } from '../../../src/training/index.js';
import { fitToy, ToyModel, toyProblem } from '../toy.js';

const root = mkdtempSync(join(tmpdir(), 'forged-checkpoint-'));
afterAll(() => rmSync(root, { recursive: true }));
const problem = toyProblem();
let folders = 0;
let whole: Snapshot;

async function train(dir: string) {
  const model = new ToyModel(problem);
  try {
    return await fitToy(model, problem, { epochs: 3, seed: 1, batchSize: 20, checkpoint: { dir } });
  } finally {
    model.dispose();
  }
}

/** A checkpoint like that of three epochs but for some parts, with checksums that are right. */
async function forged(change: Partial<Snapshot>): Promise<string> {
  const dir = join(root, String(folders++));
  await writeCheckpoint(dir, { ...whole, ...change });
  return dir;
}

beforeAll(async () => {
  const dir = join(root, 'whole');
  await train(dir);
  whole = await readCheckpoint(dir);
});

it('goes on from a checkpoint as it was', async () => {
  expect((await train(await forged({}))).epochs).toBe(3);
});

const nan = (arrays: readonly Float32Array[]) => [arrays[0]!.with(0, Number.NaN), ...arrays.slice(1)];
const wrong: Record<string, () => Partial<Snapshot>> = {
  'a history of other epochs': () => ({ progress: { ...whole.progress, epoch: 2 } }),
  'columns of several lengths': () => ({ history: { ...whole.history, loss: [1] } }),
  'fewer steps than epochs': () => ({ progress: { ...whole.progress, step: 1 } }),
  'examples between epochs': () => ({ progress: { ...whole.progress, epochExamples: 4 } }),
  'batches without examples': () => ({ progress: { ...whole.progress, batch: 1 } }),
  'a best epoch to come': () => ({ progress: { ...whole.progress, bestEpoch: 9 } }),
  'no best epoch, and its weights': () => ({ progress: { ...whole.progress, bestEpoch: 0 } }),
  'a best epoch without weights': () => ({ weights: { ...whole.weights, best: undefined } as never }),
  'more failed epochs than epochs': () => ({ progress: { ...whole.progress, failedEpochs: 100 } }),
  'weights of NaN': () => ({ weights: { ...whole.weights, current: nan(whole.weights.current) } }),
  'best weights of NaN': () => ({ weights: { ...whole.weights, best: nan(whole.weights.best!) } }),
  'moments of NaN': () => ({
    weights: { ...whole.weights, optimizer: { ...whole.weights.optimizer, m: nan(whole.weights.optimizer.m!) } },
  }),
};

it.each(Object.keys(wrong))('refuses %s', async (name) => {
  const dir = await forged(wrong[name]!());
  await expect(train(dir)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file: dir } });
});

it('refuses moments of another optimiser', async () => {
  const { v: _, ...optimizer } = whole.weights.optimizer;
  const dir = await forged({ weights: { ...whole.weights, optimizer } });
  await expect(train(dir)).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
});
