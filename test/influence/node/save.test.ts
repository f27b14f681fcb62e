import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { listedRoots, weightedRoots } from '../../../src/influence/network/roots.js';
import { openOnlineRun, saveOnlineRun } from '../../../src/influence/node/online-runs.js';
import { OnlineInfluence, type OnlineOptions } from '../../../src/influence/online/online-influence.js';
import { toyNetwork, toyOptions } from './toy.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-online-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const network = toyNetwork();

const questions: readonly [string, OnlineOptions][] = [
  ['plain', toyOptions],
  ['weighted', { ...toyOptions, roots: weightedRoots(Array.from({ length: 2000 }, (_, v) => v % 3)) }],
  [
    'limited',
    {
      k: 3,
      delta: 0.05,
      roots: listedRoots(Int32Array.from({ length: 50 }, (_, i) => i * 3)),
      candidates: Uint8Array.from({ length: 2000 }, (_, v) => v & 1),
      given: Int32Array.of(4, 9),
    },
  ],
];

it.each(questions)('%s: opens as it was saved and goes on to the same answer', async (name, options) => {
  const folder = join(root, name);
  const run = new OnlineInfluence(network, options);
  await saveOnlineRun(run, folder);
  for (const sets of [10, 3000, 10_000]) {
    await run.advance({ sets });
    await saveOnlineRun(run, folder);
  }
  const again = await openOnlineRun(folder, network, options);
  expect(again.answer()).toEqual(run.answer());
  const more = await again.advance({ sets: 20_000 });
  expect(more).toEqual(await run.advance({ sets: 20_000 }));
  await saveOnlineRun(again, folder);
  expect((await openOnlineRun(folder, network)).answer()).toEqual(more);
});

it('networks of which the kernel knows nothing', async () => {
  const timed: DiffusionNetwork = { ...toyNetwork(3), maxTime: 2 };
  const folder = join(root, 'timed');
  const run = new OnlineInfluence(timed, toyOptions);
  const answer = await run.advance({ sets: 2000 });
  await saveOnlineRun(run, folder);
  const again = await openOnlineRun(folder, timed);
  expect(again.answer()).toEqual(answer);
  expect(await again.advance({ sets: 3000 })).toEqual(await run.advance({ sets: 3000 }));
});

it('the sets of an aborted step are kept as well', async () => {
  const folder = join(root, 'aborted');
  const run = new OnlineInfluence(network, toyOptions);
  const abort = new AbortController();
  const late = run.advance({ sets: 100_000_000 }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 60);
  await expect(late).rejects.toMatchObject({ code: 'ABORTED' });
  await saveOnlineRun(run, folder);
  const again = await openOnlineRun(folder, network);
  expect(again.answer()).toEqual(run.answer());
  const sets = run.sets + 20_000;
  expect(await again.advance({ sets })).toEqual(await new OnlineInfluence(network, toyOptions).advance({ sets }));
});

it('a folder that was removed is written anew, whole', async () => {
  const folder = join(root, 'removed');
  const run = new OnlineInfluence(network, toyOptions);
  await run.advance({ sets: 500 });
  await saveOnlineRun(run, folder);
  rmSync(folder, { recursive: true });
  await run.advance({ sets: 900 });
  await saveOnlineRun(run, folder);
  expect((await openOnlineRun(folder, network, toyOptions)).answer()).toEqual(run.answer());
});

it('many saves come to few files', async () => {
  const folder = join(root, 'many');
  const run = new OnlineInfluence(network, toyOptions);
  for (let i = 1; i <= 140; i++) {
    await run.advance({ sets: i * 20 });
    await saveOnlineRun(run, folder);
  }
  expect(readdirSync(folder).length).toBeLessThan(140);
  expect((await openOnlineRun(folder, network)).answer()).toEqual(run.answer());
}, 60_000);

it('refuses another graph, another question, another folder, none, and damage', async () => {
  const folder = join(root, 'refused');
  const run = new OnlineInfluence(network, toyOptions);
  await run.advance({ sets: 1000 });
  await saveOnlineRun(run, folder);
  const open = (options?: OnlineOptions, on = network) => openOnlineRun(folder, on, options);
  await expect(open(undefined, toyNetwork(2))).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
  const hops: DiffusionNetwork = { ...network, maxHops: 2 };
  await expect(open(undefined, hops)).rejects.toMatchObject({
    code: 'CHECKPOINT_MISMATCH',
    location: { column: 'network' },
  });
  for (const [column, options] of [
    ['k', { ...toyOptions, k: 11 }],
    ['delta', { ...toyOptions, delta: 0.1 }],
    ['seed', { ...toyOptions, seed: 6 }],
    ['roots', { ...toyOptions, roots: listedRoots(Int32Array.of(3, 4)) }],
    ['candidates, given or roots', { ...toyOptions, given: Int32Array.of(1) }],
    ['candidates, given or roots', { ...toyOptions, candidates: new Uint8Array(2000).fill(1) }],
  ] as const) {
    await expect(open(options)).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH', location: { column } });
  }
  await expect(saveOnlineRun(new OnlineInfluence(network, toyOptions), folder)).rejects.toMatchObject({
    code: 'TARGET_EXISTS',
  });
  await expect(openOnlineRun(join(root, 'nowhere'), network)).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });

  const files = readdirSync(folder).filter((name) => /^(choose|judge|manifest)/.test(name));
  expect(files.length).toBe(3);
  for (const name of files) {
    const path = join(folder, name);
    const whole = readFileSync(path);
    for (const damage of [
      () => truncateSync(path, whole.length - 4),
      () =>
        writeFileSync(
          path,
          whole.map((byte, i) => (i === whole.length >> 1 ? byte ^ 1 : byte)),
        ),
      () => rmSync(path),
    ]) {
      damage();
      const isGone = name === 'manifest.json' && !existsSync(path);
      const code = isGone ? 'FILE_NOT_FOUND' : 'CORRUPT_FILE';
      await expect(open()).rejects.toMatchObject({ code, location: { file: path } });
      writeFileSync(path, whole);
    }
  }
  expect((await open(toyOptions)).answer()).toEqual(run.answer());
});
