import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCheckpoint, type Snapshot, writeCheckpoint } from '../../../src/files/index.js';
import { createLinkModel } from '../../../src/models/index.js';
import { shopProblem } from '../links/toy.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-embeddings-'));
});
afterEach(() => rm(dir, { recursive: true }));

const problem = shopProblem();

/** Scores of the test links after six epochs, interrupted after `stopAfter` of them or not. */
async function trained(stopAfter?: number, checkpointDir?: string): Promise<Float32Array> {
  const settings = { epochs: 6, rank: 4, batchSize: 100, validateEvery: 2 };
  const controller = new AbortController();
  const onEpochEnd = ({ epoch }: { readonly epoch: number }) => {
    if (epoch === stopAfter) controller.abort();
  };
  const resources = { callbacks: [{ onEpochEnd }], ...(checkpointDir ? { checkpointDir } : {}) };
  const model = createLinkModel('distmult', { settings, ...resources });
  await model.fit(problem, { signal: controller.signal });
  const { positive, graph } = problem.split.test;
  return model.score(positive, { graph });
}

it('an aborted training says where its state lies, and goes on to the same bits', async () => {
  const whole = await trained();
  const stopped = {
    code: 'ABORTED',
    message: expect.stringContaining(`Stopped after epoch 3; the checkpoint is in ${dir}.`),
  };
  await expect(trained(3, dir)).rejects.toMatchObject(stopped);
  expect((await readCheckpoint(dir)).progress.epoch).toBe(3);
  expect(await trained(undefined, dir)).toEqual(whole);
});

it('a checkpoint whose parts cannot belong together is refused', async () => {
  await expect(trained(3, dir)).rejects.toMatchObject({ code: 'ABORTED' });
  const sound = await readCheckpoint(dir);
  const wrong: Record<string, (snapshot: Snapshot) => Partial<Snapshot>> = {
    'without what the optimiser keeps': ({ weights }) => ({ weights: { ...weights, optimizer: {} } }),
    'of other steps': ({ progress }) => ({ progress: { ...progress, step: progress.step + 1 } }),
    'within an epoch': ({ progress }) => ({
      progress: { ...progress, batch: 1, step: progress.step + 1, epochExamples: 1 },
    }),
    'with the history of fewer epochs': ({ history }) => ({ history: { ...history, loss: [1] } }),
    'with a best epoch that has no embeddings': ({ weights: { best: _, ...weights } }) => ({ weights }),
  };
  for (const [what, change] of Object.entries(wrong)) {
    await writeCheckpoint(dir, { ...sound, ...change(sound) });
    await expect(trained(undefined, dir), what).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  }
});
