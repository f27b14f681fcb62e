import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { hasCheckpoint, readCheckpoint } from '../../../src/training/index.js';
import { bundleChild } from '../../support/bundle-child.js';
import type { ToyRun } from '../children/train-toy.js';
import { fitToy, ToyModel, toyProblem } from '../toy.js';

const epochs = 900;
const batchSize = 10;
const kills = 5;
const root = mkdtempSync(join(tmpdir(), 'kill-'));
let program = '';

beforeAll(async () => {
  program = await bundleChild(join(import.meta.dirname, '../children/train-toy.ts'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(program, { force: true });
});

/** Starts the child and kills it `delayMs` after it said `word`; true where it ended by itself before. */
function runAndKill(dir: string, word: 'started' | 'saved', delayMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const run: ToyRun = { dir, epochs, batchSize };
    const child = spawn(process.execPath, [program, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'ignore'] });
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on('data', (data) => {
      if (String(data).includes(word)) timer ??= setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

it('kill -9 at any moment leaves a folder that opens, and the run goes on to the same bits', async () => {
  const dir = join(root, 'run');
  const random = new RandomStream(1, 'kill');
  const steps: number[] = [];
  for (let i = 0; i < kills; i++) {
    const isDone = await runAndKill(dir, i === 0 ? 'started' : 'saved', random.nextInt(200));
    expect(isDone).toBe(false);
    if (hasCheckpoint(dir)) steps.push((await readCheckpoint(dir)).progress.step);
  }
  // The kills fell into the run, each further than the one before or at it.
  expect(steps.length).toBeGreaterThan(1);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.at(-1)).toBeGreaterThan(0);

  const problem = toyProblem();
  const options = { epochs, batchSize, seed: 5 };
  const resumed = new ToyModel(problem);
  const checkpoint = { dir, everyEpochs: epochs };
  const result = await fitToy(resumed, problem, { ...options, checkpoint }, { resume: 'must' });
  const whole = new ToyModel(problem);
  const expected = await fitToy(whole, problem, options);
  expect(await resumed.weights()).toEqual(await whole.weights());
  expect(result).toMatchObject({ bestEpoch: expected.bestEpoch, epochs: expected.epochs });
  resumed.dispose();
  whole.dispose();
});
