import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashGraph } from '../../../src/graph/index.js';
import { toyDataset, writeToy } from './toy.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-cache-processes-'));
const root = join(folder, 'root');
// Below node_modules, so that the program finds its packages.
const place = join(import.meta.dirname, '../../../node_modules/.cache/heterograph');
const program = join(place, `load-loop-${process.pid}.mjs`);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(program, { force: true });
});

let hash: string;
beforeAll(async () => {
  writeToy(root);
  hash = hashGraph((await toyDataset().load(root, join(folder, 'first'))).graph);
  mkdirSync(place, { recursive: true });
  const contents = `
    import { existsSync, renameSync } from 'node:fs';
    import { join } from 'node:path';
    import { hashGraph } from '../../../src/graph/index.js';
    import { toyDataset } from './toy.js';
    const [root, cache, rounds, aside] = process.argv.slice(2);
    process.send('ready');
    process.once('message', async () => {
      const seen = { hashes: [], problems: [] };
      for (let i = 0; i < Number(rounds); i++) {
        const filled = join(cache, 'datasets');
        if (aside && existsSync(filled)) renameSync(filled, join(aside, process.pid + '-' + i));
        const { graph, cacheProblem } = await toyDataset().load(root, cache);
        seen.hashes.push(hashGraph(graph));
        if (cacheProblem) seen.problems.push(cacheProblem.code);
      }
      process.send(seen, () => process.exit(0));
    });`;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});

async function start(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, root, ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

it('processes that load at once do not disturb one another', async () => {
  const cache = join(folder, 'shared');
  const children = await Promise.all([start(cache, '8'), start(cache, '8'), start(cache, '8')]);
  const seen = await Promise.all(
    children.map((child) => {
      const answer = new Promise<{ hashes: string[]; problems: string[] }>((resolve) => child.once('message', resolve));
      child.send('go');
      return answer;
    }),
  );
  for (const { hashes, problems } of seen) {
    expect(new Set(hashes)).toEqual(new Set([hash]));
    expect(problems.filter((code) => code !== 'CORRUPT_FILE')).toEqual([]);
  }
  expect(readdirSync(join(cache, 'datasets'))).toHaveLength(1);
  expect((await toyDataset().load(root, cache)).source).toBe('cache');
});

it('a kill leaves a whole entry or none', async () => {
  const [cache, aside] = [join(folder, 'killed'), join(folder, 'aside')];
  mkdirSync(aside);
  for (const delayMs of [2, 11, 23, 37, 59]) {
    const child = await start(cache, '1000', aside);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.send('go');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill('SIGKILL');
    await gone;
    const { graph, cacheProblem } = await toyDataset().load(root, cache);
    expect([hashGraph(graph), cacheProblem]).toEqual([hash, undefined]);
  }
  expect(readdirSync(join(cache, 'datasets'))).toHaveLength(1);
});
