import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { weightedRoots } from '../../../src/influence/network/roots.js';
import { openOnlineRun, saveOnlineRun } from '../../../src/influence/node/online-runs.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import { toyNetwork, toyOptions } from './toy.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-forged-'));
const network = toyNetwork();
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(async () => {
  const weights = Array.from({ length: 2000 }, (_, v) => 1 + (v % 3));
  const options = {
    ...toyOptions,
    roots: weightedRoots(weights),
    given: Int32Array.of(7),
    candidates: new Uint8Array(2000).fill(1),
  };
  const run = new OnlineInfluence(network, options);
  await run.advance({ sets: 400 });
  await saveOnlineRun(run, join(root, 'sound'));
  run.dispose();
});

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Manifest {
  question: { k: number; delta: number; weight: number; arrays: { name: string; length: number }[]; file: File };
  size: number;
  pools: { choose: (File & { from: number; sets: number })[]; judge: (File & { from: number; sets: number })[] };
}
type File = { file: string; bytes: number; sha256: string };

/** A copy of the run with other content, and checksums that fit it. */
function forge(name: string, change: (manifest: Manifest, words: (file: File) => Int32Array) => void): string {
  const folder = join(root, name);
  cpSync(join(root, 'sound'), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const written = new Map<File, Int32Array>();
  change(manifest.content, (file) => {
    const bytes = Uint8Array.from(readFileSync(join(folder, file.file)));
    const words = new Int32Array(bytes.buffer);
    written.set(file, words);
    return words;
  });
  for (const [file, words] of written) {
    const bytes = new Uint8Array(words.buffer);
    writeFileSync(join(folder, file.file), bytes);
    Object.assign(file, { bytes: bytes.length, sha256: sha256(bytes) });
  }
  manifest.sha256 = sha256(JSON.stringify(manifest.content));
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
}

const at = (arrays: readonly { name: string; length: number }[], name: string) => {
  let start = 0;
  for (const each of arrays) {
    if (each.name === name) return start;
    start += each.length;
  }
  throw new Error(name);
};

const forgeries: [string, Parameters<typeof forge>[1]][] = [
  ['a node beyond the last one', ({ pools }, words) => words(pools.choose[0]!).fill(2000, -1)],
  ['a node far beyond, where other arrays lie', ({ pools }, words) => words(pools.choose[0]!).fill(60_000_000, -1)],
  ['a negative node', ({ pools }, words) => words(pools.choose[0]!).fill(-1, -1)],
  [
    'a node twice in a set',
    ({ pools }, words) => {
      const all = words(pools.choose[0]!);
      const { sets } = pools.choose[0]!;
      let start = sets;
      for (let i = 0; i < sets; start += all[i++]!) {
        if (all[i]! < 2) continue;
        all[start + 1] = all[start]!;
        return;
      }
      throw new Error('There is no set of two nodes.');
    },
  ],
  [
    'a negative length',
    ({ pools }, words) => {
      const all = words(pools.choose[0]!);
      all[1]! += all[0]! + 5;
      all[0] = -5;
    },
  ],
  [
    'an empty set',
    ({ pools }, words) => {
      const all = words(pools.choose[0]!);
      all[1]! += all[0]!;
      all[0] = 0;
    },
  ],
  [
    'more sets than words',
    (manifest) => {
      manifest.pools.choose[0]!.sets = 2 ** 40;
      manifest.size = 2 ** 40;
    },
  ],
  [
    'more sets than there are',
    (manifest) => {
      for (const pool of [manifest.pools.choose, manifest.pools.judge]) pool[0]!.sets = 2 ** 30;
      manifest.size = 2 ** 30;
    },
  ],
  [
    'seeds that are not there',
    ({ question }, words) => {
      words(question.file)[at(question.arrays, 'given')] = 2000;
    },
  ],
  [
    'aliases that are not there',
    ({ question }, words) => {
      words(question.file).fill(1 << 29, at(question.arrays, 'aliases'));
    },
  ],
  [
    'limits that are missing',
    ({ question }) => {
      question.arrays.find(({ name }) => name === 'limits')!.name = 'nodes';
    },
  ],
  [
    'arrays longer than the file',
    ({ question }) => {
      question.arrays[0]!.length = 2 ** 40;
    },
  ],
  [
    'candidates of another network',
    ({ question }) => {
      question.arrays[0]!.length -= 1;
      question.arrays[1]!.length += 1;
    },
  ],
  [
    'an array named twice',
    ({ question }) => {
      question.arrays[1]!.name = question.arrays[0]!.name;
    },
  ],
  [
    'more seeds than nodes',
    ({ question }) => {
      question.k = 1e9;
    },
  ],
  [
    'a chance above 1',
    ({ question }) => {
      question.delta = 7;
    },
  ],
  [
    'a negative weight',
    ({ question }) => {
      question.weight = -1;
    },
  ],
];

it.each(forgeries)('refuses %s, whatever the checksums say', async (name, change) => {
  const folder = forge(name.replace(/\W/g, '-'), change);
  const { used } = getPool().arena.stats();
  await expect(openOnlineRun(folder, network)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  expect(getPool().arena.stats().used).toBeLessThanOrEqual(used + 65_536);
});

it('refuses a file that ends within a word', async () => {
  const folder = forge('half-word', () => undefined);
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const file = manifest.content.pools.judge[0];
  const bytes = readFileSync(join(folder, file.file)).subarray(0, -1);
  writeFileSync(join(folder, file.file), bytes);
  Object.assign(file, { bytes: bytes.length, sha256: sha256(bytes) });
  manifest.sha256 = sha256(JSON.stringify(manifest.content));
  writeFileSync(path, JSON.stringify(manifest));
  await expect(openOnlineRun(folder, network)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
});

it('a run that nobody forged opens', async () => {
  const folder = forge('untouched', () => undefined);
  const run = await openOnlineRun(folder, network);
  expect(run.sets).toBe(400);
  expect(readdirSync(folder)).toEqual(readdirSync(join(root, 'sound')));
  run.dispose();
});
