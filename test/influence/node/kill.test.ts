import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { openOnlineRun, saveOnlineRun } from '../../../src/influence/node/online-runs.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import { bundleChild } from '../../support/bundle-child.js';
import { toyNetwork, toyOptions } from './toy.js';

const kills = Number(process.env.KILLS ?? 8);
const goal = 250_000 * kills;
const root = mkdtempSync(join(tmpdir(), 'heterograph-online-'));
let program = '';

beforeAll(async () => {
  program = await bundleChild(join(import.meta.dirname, 'online-loop.ts'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(program, { force: true });
});

/** Starts the child and kills it so long after it has saved so many times; true where it ended by itself before. */
function runAndKill(folder: string, saves: number, delayMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, String(goal), '3000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let timer: NodeJS.Timeout | undefined;
    let lines = 0;
    child.stdout.on('data', (text: Buffer) => {
      lines += text.toString().split('\n').length - 1;
      if (lines >= saves) timer ??= setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

it('kill -9 while sampling or saving loses no save; the run ends in the answer of one that was not killed', {
  timeout: 3_600_000,
}, async () => {
  const folder = join(root, 'run');
  const network = toyNetwork();
  const random = new RandomStream(1, 'kill');
  const sizes: number[] = [];
  for (let i = 0; i < kills; i++) {
    expect(await runAndKill(folder, 1 + random.nextInt(3), random.nextInt(25))).toBe(false);
    const run = await openOnlineRun(folder, network);
    sizes.push(run.sets);
    run.dispose();
  }
  // What was saved once is there after every kill: each child saved at least once, 3000 sets more.
  for (let i = 1; i < kills; i++) expect(sizes[i]).toBeGreaterThanOrEqual(sizes[i - 1]! + 3000);

  const last = sizes.at(-1)! + 40_000;
  const resumed = await openOnlineRun(folder, network, toyOptions);
  const answer = await resumed.advance({ sets: last });
  await saveOnlineRun(resumed, folder);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  const whole = new OnlineInfluence(network, toyOptions);
  expect(answer).toEqual(await whole.advance({ sets: last }));
  expect((await openOnlineRun(folder, network)).answer()).toEqual(answer);
});
