import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashGraph, openGraph, rmatGraph, saveGraph } from '../../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-kill-'));
// Below node_modules, so that the program finds its packages.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/heterograph');
const program = join(cache, `save-loop-${process.pid}.mjs`);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(program, { force: true });
});

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  const contents = `
    import { rmatGraph, saveGraph } from '../../../../src/graph/index.js';
    const graphs = [1, 2].map((seed) => rmatGraph({ scale: 12, numEdges: 100000, seed }));
    process.send('ready');
    for (let i = 0; ; i++) await saveGraph(graphs[i % 2], process.argv[2], { overwrite: true });`;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});

it('a save that is killed leaves a whole graph or none, and the next one tidies up', async () => {
  const target = join(folder, 'graph');
  const known = [1, 2].map((seed) => rmatGraph({ scale: 12, numEdges: 100_000, seed }));
  const hashes = known.map((graph) => hashGraph(graph));
  for (const delayMs of [1, 7, 13, 29, 53, 88]) {
    const child = spawn(process.execPath, [program, target], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await new Promise((resolve) => child.once('message', resolve));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    if (readdirSync(folder).includes('graph')) {
      expect(hashes).toContain(hashGraph(await openGraph(target, { verify: true })));
    }
  }
  await saveGraph(known[0]!, target, { overwrite: true });
  expect(readdirSync(folder)).toEqual(['graph']);
  expect(hashGraph(await openGraph(target, { verify: true }))).toBe(hashes[0]);
});

it('a graph that a kill left half replaced is put back before anything else', async () => {
  const target = join(folder, 'replaced');
  const [earlier, later] = [1, 2].map((seed) => rmatGraph({ scale: 5, numEdges: 60, seed }));
  await saveGraph(earlier!, target);
  const host = hostname().replace(/[^\w-]/g, '_');
  // The number of no process.
  renameSync(target, join(folder, `.replaced.${host}.4194999.0123456789ab-old.tmp`));
  await expect(saveGraph(later!, target)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  expect(hashGraph(await openGraph(target))).toBe(hashGraph(earlier!));
});
