import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { adam, numTensors } from '../../src/tensor/index.js';
import {
  type FitOptions,
  loadBatches,
  readCheckpoint,
  Trainer,
  type TrainerOptions,
} from '../../src/training/index.js';
import { DotModel, type LinkBatch, linkTask, toyLinks } from './link-task.js';

const root = mkdtempSync(join(tmpdir(), 'links-'));
afterAll(() => rmSync(root, { recursive: true }));
const graph = toyLinks();
/** 144 links in batches of 12. */
const perEpoch = 12;

async function train(options: Partial<TrainerOptions> = {}, task = linkTask(graph), fit: FitOptions = {}) {
  const model = new DotModel(graph.numNodes);
  const settings = { epochs: 6, seed: 2, optimizer: adam({ learningRate: 0.05 }), ...options };
  const result = await new Trainer(settings).fit(model, task, fit);
  const [weights] = await Promise.all(model.parameters.map((parameter) => parameter.read()));
  model.dispose();
  return { result, weights };
}

describe('a task made by hand, with an asynchronous loader', () => {
  it('learns which nodes are linked', async () => {
    const before = numTensors();
    const { result } = await train({ epochs: 40 });
    expect(result.history.names).toContain('valid/rocAuc');
    expect(result.bestCriterion).toBeGreaterThan(0.9);
    expect(numTensors()).toBe(before);
  });

  it('gives the same bits whichever batch is ready first', async () => {
    const slow = await train({}, linkTask(graph, { delay: (number) => (number % 3 === 0 ? 4 : 0) }));
    expect(slow.weights).toEqual((await train()).weights);
  });

  it.each([1, perEpoch - 1, perEpoch, perEpoch + 5])(
    'stopped after batch %d and resumed ends in the bits of a run never stopped, and frees every batch once',
    async (batches) => {
      const whole = await train();
      const dir = mkdtempSync(join(root, 'run-'));
      const controller = new AbortController();
      const disposed: LinkBatch[] = [];
      let done = 0;
      const onBatchEnd = () => {
        if (++done === batches) controller.abort();
      };
      const task = linkTask(graph, { onDispose: (batch) => void disposed.push(batch) });
      const first = await train({ checkpoint: { dir }, callbacks: [{ onBatchEnd }] }, task, {
        signal: controller.signal,
      });
      expect(first.result.stoppedBy).toBe('abort');
      const { progress } = await readCheckpoint(dir);
      expect(progress.epoch * perEpoch + progress.batch).toBe(batches);
      // Batches that were loaded ahead and never used are freed too.
      expect(new Set(disposed).size).toBe(disposed.length);
      expect(disposed.length).toBeGreaterThanOrEqual(batches);
      expect((await train({ checkpoint: { dir } })).weights).toEqual(whole.weights);
    },
  );

  it('an epoch without a batch is an error', async () => {
    const task = { ...linkTask(graph), batches: () => [] };
    await expect(train({}, task)).rejects.toMatchObject({ code: 'NO_ROWS' });
  });
});

describe('loadBatches', () => {
  const collect = async (batches: AsyncIterable<number>) => {
    const found: number[] = [];
    for await (const batch of batches) found.push(batch);
    return found;
  };

  it('delivers in order from the first one asked for, and loads no more ahead than told', async () => {
    let loading = 0;
    let highest = 0;
    const load = async (batch: number) => {
      highest = Math.max(highest, ++loading);
      await new Promise((resolve) => setTimeout(resolve, (7 - batch) % 3));
      loading--;
      return batch;
    };
    expect(await collect(loadBatches(load, { count: 7, start: 2, ahead: 1 }))).toEqual([2, 3, 4, 5, 6]);
    expect(highest).toBe(2);
    expect(await collect(loadBatches(load, { count: 3, start: 3 }))).toEqual([]);
  });

  it('an error comes when its batch is due; batches behind it are freed', async () => {
    const freed: number[] = [];
    const load = (batch: number) => {
      if (batch === 1) throw new Error('on purpose');
      return batch;
    };
    const batches = loadBatches(load, { count: 5, ahead: 3, dispose: (batch) => void freed.push(batch) });
    expect((await batches.next()).value).toBe(0);
    await expect(batches.next()).rejects.toThrow('on purpose');
    expect(freed).toEqual([2, 3, 4]);
  });
});
