import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { lockFolder } from '../../../src/files/index.js';
import { openOnlineRun, saveOnlineRun } from '../../../src/influence/node/online-runs.js';
import { resumeInfluence } from '../../../src/influence/node/resume-influence.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import { toyNetwork, toyOptions } from './toy.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-concurrent-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const network = toyNetwork();
const busy = { code: 'RUN_BUSY' };
const leftover = (folder: string) => readdirSync(folder).filter((name) => /lock|partial|tmp/.test(name));

it('of many that resume one folder at a time one goes on, the others are told, and nothing is left behind', async () => {
  const folder = join(root, 'resumed');
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, () => resumeInfluence(folder, network, { k: 4, sets: 4000 })),
  );
  const reasons = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(reasons).toHaveLength(7);
  for (const reason of reasons) expect(reason).toMatchObject(busy);
  expect(leftover(folder)).toEqual([]);
  // Nobody holds it any longer.
  const result = await resumeInfluence(folder, network, { k: 4, sets: 6000 });
  expect(result.certificate.sets).toBe(6000);
});

it('a save waits for nobody: it is refused while another one uses the folder', async () => {
  const folder = join(root, 'saved');
  const run = new OnlineInfluence(network, toyOptions);
  await run.advance({ sets: 600 });
  await saveOnlineRun(run, folder);
  const unlock = await lockFolder(folder);
  await run.advance({ sets: 900 });
  await expect(saveOnlineRun(run, folder)).rejects.toMatchObject(busy);
  await expect(resumeInfluence(folder, network, { k: 10, sets: 9 })).rejects.toMatchObject(busy);
  // Reading needs no lock.
  expect((await openOnlineRun(folder, network)).sets).toBe(600);
  await unlock();
  await saveOnlineRun(run, folder);
  expect((await openOnlineRun(folder, network)).sets).toBe(900);
});

it('of two that opened one save the first to save wins; nothing of it is lost', async () => {
  const folder = join(root, 'twice');
  const first = new OnlineInfluence(network, toyOptions);
  await first.advance({ sets: 500 });
  await saveOnlineRun(first, folder);
  const [a, b] = [await openOnlineRun(folder, network), await openOnlineRun(folder, network)];
  await a.advance({ sets: 3000 });
  await b.advance({ sets: 800 });
  await saveOnlineRun(a, folder);
  await expect(saveOnlineRun(b, folder)).rejects.toMatchObject(busy);
  expect((await openOnlineRun(folder, network)).answer()).toEqual(a.answer());
  await saveOnlineRun(b, join(root, 'elsewhere'));
});

it('saves that begin at the same time: one of them, whole', async () => {
  const folder = join(root, 'race');
  const runs = Array.from({ length: 6 }, () => new OnlineInfluence(network, toyOptions));
  for (const [i, run] of runs.entries()) await run.advance({ sets: 200 * (i + 1) });
  const all = await Promise.allSettled(runs.map((run) => saveOnlineRun(run, folder)));
  const won = all.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
  expect(won).toHaveLength(1);
  for (const each of all) {
    if (each.status === 'rejected') expect(['RUN_BUSY', 'TARGET_EXISTS']).toContain(each.reason.code);
  }
  expect((await openOnlineRun(folder, network)).answer()).toEqual(runs[won[0]!]!.answer());
  expect(leftover(folder)).toEqual([]);
});

it('a reader always finds a whole save while another one saves', async () => {
  const folder = join(root, 'read');
  const run = new OnlineInfluence(network, toyOptions);
  await run.advance({ sets: 100 });
  await saveOnlineRun(run, folder);
  let isDone = false;
  const writing = (async () => {
    for (let i = 2; i <= 70; i++) {
      await run.advance({ sets: i * 100 });
      await saveOnlineRun(run, folder);
    }
    isDone = true;
  })();
  let last = 0;
  while (!isDone) {
    const opened = await openOnlineRun(folder, network);
    expect(opened.sets).toBeGreaterThanOrEqual(last);
    last = opened.sets;
    opened.dispose();
  }
  await writing;
});

it('a call that fails leaves no folder that was not there, and keeps one that was', async () => {
  const folder = join(root, 'never', 'made');
  await expect(resumeInfluence(folder, network, { k: 5000, sets: 10 })).rejects.toMatchObject({
    code: 'TOO_FEW_CANDIDATES',
  });
  expect(existsSync(join(root, 'never'))).toBe(false);
  const own = mkdtempSync(join(root, 'own-'));
  writeFileSync(join(own, 'notes.txt'), 'mine');
  await expect(resumeInfluence(own, network, { k: 5000, sets: 10 })).rejects.toMatchObject({
    code: 'TOO_FEW_CANDIDATES',
  });
  expect(readdirSync(own)).toEqual(['notes.txt']);
});

it('of several processes that start on one folder one goes on to the end; the others are told', async () => {
  // Below node_modules, so that the program finds its packages.
  const cache = join(import.meta.dirname, '../../../node_modules/.cache/heterograph');
  const program = join(cache, `online-race-${process.pid}.mjs`);
  mkdirSync(cache, { recursive: true });
  const entryPoints = [join(import.meta.dirname, 'online-loop.ts')];
  await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  const goal = 40_000;
  const start = (folder: string) =>
    new Promise<{ code: number | null; errors: string }>((resolve) => {
      const child = spawn(process.execPath, [program, folder, String(goal), '2000'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (text: Buffer) => {
        errors += text.toString();
      });
      child.once('exit', (code) => resolve({ code, errors }));
    });
  try {
    const folder = join(root, 'processes');
    const ended = await Promise.all(Array.from({ length: 4 }, () => start(folder)));
    expect(ended.filter(({ code }) => code === 0).length).toBeGreaterThanOrEqual(1);
    for (const { code, errors } of ended) if (code !== 0) expect(errors).toMatch(/RUN_BUSY|TARGET_EXISTS/);
    const run = await openOnlineRun(folder, network, toyOptions);
    expect(run.answer()).toEqual(await new OnlineInfluence(network, toyOptions).advance({ sets: goal }));
    expect(leftover(folder)).toEqual([]);
  } finally {
    rmSync(program, { force: true });
  }
}, 60_000);
