import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import { toyNetwork, toyOptions } from './toy.js';

const kills = 8;
const goal = 2_000_000;
const root = mkdtempSync(join(tmpdir(), 'heterograph-online-'));
// Below node_modules, so that the program finds its packages.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/heterograph');
const program = join(cache, `online-loop-${process.pid}.mjs`);

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'online-loop.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(program, { force: true });
});

/** Starts the child and kills it so long after it began to make sets; true where it ended by itself before. */
function runAndKill(folder: string, delayMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, String(goal), '3000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let timer: NodeJS.Timeout | undefined;
    child.stdout.once('data', () => {
      timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

it('kill -9 while sampling or saving loses no save; the run ends in the answer of one that was not killed', async () => {
  const folder = join(root, 'run');
  const network = toyNetwork();
  const random = new RandomStream(1, 'kill');
  const sizes: number[] = [];
  for (let i = 0; i < kills; i++) {
    expect(await runAndKill(folder, 5 + random.nextInt(120))).toBe(false);
    if (!existsSync(join(folder, 'manifest.json'))) continue;
    const run = await OnlineInfluence.open(folder, network);
    sizes.push(run.sets);
    run.release();
  }
  // The kills fell into the run, none behind the one before.
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(sizes.at(-1)).toBeGreaterThan(sizes[0]!);

  const last = sizes.at(-1)! + 40_000;
  const resumed = await OnlineInfluence.open(folder, network, toyOptions);
  const answer = await resumed.advance({ sets: last });
  await resumed.save(folder);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  const whole = new OnlineInfluence(network, toyOptions);
  expect(answer).toEqual(await whole.advance({ sets: last }));
  expect((await OnlineInfluence.open(folder, network)).answer()).toEqual(answer);
});
