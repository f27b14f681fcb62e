import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeCheckpoints } from '../../../src/files/index.js';
import { adam, exponentialDecay, numTensors } from '../../../src/tensor/index.js';
import {
  type FitOptions,
  macroF1,
  microF1,
  readCheckpoint,
  type TrainerCallbacks,
  type TrainingHistory,
} from '../../../src/training/index.js';
import { fitToy, ToyModel, type ToyOptions, toyProblem } from '../toy.js';

const root = mkdtempSync(join(tmpdir(), 'resume-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

const problem = toyProblem();
/** 45 training rows in batches of 10: five steps an epoch. */
const settings: ToyOptions = {
  epochs: 9,
  batchSize: 10,
  seed: 5,
  criterion: [microF1, macroF1],
  validateEvery: 2,
  schedule: exponentialDecay(0.9),
};

async function train(options: Partial<ToyOptions>, fit: FitOptions = {}) {
  const model = new ToyModel(problem);
  const result = await fitToy(model, problem, { ...settings, ...options }, fit);
  const weights = await model.weights();
  model.dispose();
  return { result, weights };
}

/** Aborts after so many batches of this process. */
function abortAfter(batches: number): { signal: AbortSignal; callbacks: TrainerCallbacks[] } {
  const controller = new AbortController();
  let done = 0;
  const onBatchEnd = () => {
    if (++done === batches) controller.abort();
  };
  return { signal: controller.signal, callbacks: [{ onBatchEnd }] };
}

/** Columns without the wall clock. */
function figures(history: TrainingHistory) {
  return history.names.filter((name) => name !== 'seconds').map((name) => [name, history.column(name)]);
}

describe('an interrupted run', () => {
  it.each([1, 4, 5, 10, 23, 44])(
    'stopped after batch %d ends in the bits of one never interrupted',
    async (batches) => {
      const whole = await train({});
      const dir = newFolder();
      const { signal, callbacks } = abortAfter(batches);
      const first = await train({ checkpoint: { dir }, callbacks }, { signal });
      expect(first.result).toMatchObject({ stoppedBy: 'abort', checkpoint: dir });
      const { progress } = await readCheckpoint(dir);
      // The last batch of an epoch leaves the epoch open: its check has not been made.
      expect(progress.epoch * 5 + progress.batch).toBe(batches);

      const second = await train({ checkpoint: { dir } });
      expect(second.weights).toEqual(whole.weights);
      expect(figures(second.result.history)).toEqual(figures(whole.result.history));
      const { bestEpoch, bestCriterion, epochs, stoppedBy } = whole.result;
      expect(second.result).toMatchObject({ bestEpoch, bestCriterion, epochs, stoppedBy });
    },
  );

  it('may be stopped again and again', async () => {
    const whole = await train({});
    const dir = newFolder();
    let result = 'abort';
    let weights: Float32Array[] = [];
    let runs = 0;
    while (result === 'abort') {
      const { signal, callbacks } = abortAfter(7);
      const part = await train({ checkpoint: { dir, everySeconds: 0 }, callbacks }, { signal });
      result = part.result.stoppedBy;
      weights = part.weights;
      runs++;
    }
    expect(runs).toBe(7);
    expect(weights).toEqual(whole.weights);
  });

  it('writes after every batch at 0 seconds, and at the end only where the interval is longer than the run', async () => {
    const saves = async (everySeconds: number): Promise<number> => {
      let count = 0;
      await train({
        checkpoint: { dir: newFolder(), everySeconds },
        callbacks: [{ onCheckpoint: () => void count++ }],
      });
      return count;
    };
    expect(await saves(0)).toBeGreaterThan(10);
    expect(await saves(3600)).toBe(1);
  });

  it('an abort before the first batch, and one without a folder', async () => {
    const signal = AbortSignal.abort();
    const before = numTensors();
    const { result } = await train({}, { signal });
    expect(result).toMatchObject({ stoppedBy: 'abort', epochs: 0, bestEpoch: 0, checkpoint: undefined });
    const dir = newFolder();
    await train({ checkpoint: { dir } }, { signal });
    expect((await readCheckpoint(dir)).progress).toMatchObject({ epoch: 0, batch: 0, step: 0 });
    expect((await train({ checkpoint: { dir } })).weights).toEqual((await train({})).weights);
    expect(numTensors()).toBe(before);
  });
});

describe('a finished run', () => {
  it('is opened, not trained again, and can be made longer', async () => {
    const dir = newFolder();
    const finished = await train({ checkpoint: { dir, everyEpochs: 4 } });
    expect(readdirSync(dir).sort()).toEqual(['epoch-000009', 'latest.json']);
    let batches = 0;
    const callbacks = [{ onBatchEnd: () => void batches++ }];
    const again = await train({ checkpoint: { dir, everyEpochs: 4 }, callbacks }, { resume: 'must' });
    expect(batches).toBe(0);
    expect(again.weights).toEqual(finished.weights);
    expect(again.result.stoppedBy).toBe('epochs');

    const longer = await train({ checkpoint: { dir }, callbacks, epochs: 12 });
    expect(batches).toBe(15);
    expect(longer.weights).toEqual((await train({ epochs: 12 })).weights);
  });

  it('stopped by patience stays stopped', async () => {
    const dir = newFolder();
    const options = { patience: 0, optimizer: adam({ learningRate: 0.5 }), epochs: 100, checkpoint: { dir } };
    const first = await train(options);
    expect(first.result.stoppedBy).toBe('patience');
    const second = await train(options);
    expect(second.result).toMatchObject({ stoppedBy: 'patience', epochs: first.result.epochs });
    expect(second.weights).toEqual(first.weights);
  });

  it('is begun anew on demand', async () => {
    const dir = newFolder();
    const first = await train({ checkpoint: { dir } });
    let batches = 0;
    const callbacks = [{ onBatchEnd: () => void batches++ }];
    const anew = await train({ checkpoint: { dir }, callbacks }, { resume: 'never' });
    expect(batches).toBe(45);
    expect(anew.weights).toEqual(first.weights);
    expect((await readCheckpoint(dir)).progress.epoch).toBe(9);
  });
});

describe('a checkpoint of another run', () => {
  it('is refused', async () => {
    const dir = newFolder();
    await train({ checkpoint: { dir, tag: 'features-1' }, epochs: 1 });
    const others: Partial<ToyOptions>[] = [
      { seed: 6 },
      { batchSize: 11 },
      { optimizer: adam({ learningRate: 0.1 }) },
      { criterion: 'loss' },
      { checkpoint: { dir, tag: 'features-2' } },
    ];
    for (const other of others) {
      await expect(train({ checkpoint: { dir, tag: 'features-1' }, ...other })).rejects.toMatchObject({
        code: 'CHECKPOINT_MISMATCH',
      });
    }
    const model = new ToyModel(problem, { hidden: 9 });
    const wider = fitToy(model, problem, { ...settings, checkpoint: { dir, tag: 'features-1' } });
    await expect(wider).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
    model.dispose();
  });

  it('one that must be there and is not', async () => {
    const run = train({ checkpoint: { dir: newFolder() } }, { resume: 'must' });
    await expect(run).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('checkpoints of a folder', () => {
  it('are removed, also those that are half written or half removed', async () => {
    const dir = newFolder();
    await train({ epochs: 2, checkpoint: { dir, everySeconds: 0 } });
    mkdirSync(join(dir, 'epoch-000001.partial'));
    writeFileSync(join(dir, 'epoch-000001.partial', 'weights'), 'half');
    await removeCheckpoints(dir);
    expect(existsSync(dir) ? readdirSync(dir) : []).toEqual([]);
  });

  it('of somebody else with such a name stay', async () => {
    const dir = newFolder();
    await train({ epochs: 1, checkpoint: { dir } });
    const own = join(dir, 'epoch-000077');
    mkdirSync(own);
    writeFileSync(join(own, 'notes.txt'), 'mine');
    await expect(removeCheckpoints(dir)).rejects.toMatchObject({ code: 'NOT_OURS' });
    expect(readdirSync(own)).toEqual(['notes.txt']);
  });
});
