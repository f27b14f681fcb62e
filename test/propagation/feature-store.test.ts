import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { sha256Hex } from '../../src/files/index.js';
import { precomputeRpHgnn, type RpHgnnOptions } from '../../src/propagation/index.js';
import { citations } from './graphs.js';

const graph = citations(40);
const base: RpHgnnOptions = { target: 'paper', hops: 2, embeddingWidth: 6, seed: 1 };
let store: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'heterograph-features-'));
});
afterEach(() => rm(store, { recursive: true, force: true }));

async function run(options: Partial<RpHgnnOptions> = {}) {
  const { used } = getPool().arena.stats();
  const result = await precomputeRpHgnn(graph, { ...base, store, ...options });
  const values = result.groups.map((group) => Float32Array.from(group.values));
  const names = result.groups.map(({ values: _, ...group }) => group);
  result.dispose();
  expect(getPool().arena.stats().used).toBe(used);
  return { values, names, source: result.source, problem: result.storeProblem };
}

test('a second run reads the same tensors from the store', async () => {
  const first = await run();
  const second = await run();
  expect([first.source, second.source]).toEqual(['computed', 'store']);
  expect(second.names).toEqual(first.names);
  expect(second.values).toEqual(first.values);
});

test('every option that changes the tensors changes the key', async () => {
  const trainRows = Int32Array.of(0, 1, 2, 3);
  const variants: Partial<RpHgnnOptions>[] = [
    {},
    { seed: 2 },
    { hops: 3 },
    { useInput: true },
    { embeddingWidth: 7 },
    { inputWidth: 5 },
    { projection: 'sparse' },
    { relations: ['cites'] },
    { target: 'venue' },
    { rows: Int32Array.of(1, 5) },
    { labels: { trainRows, hops: 1, partitions: 2 } },
    { labels: { trainRows: trainRows.slice(1), hops: 1, partitions: 2 } },
    { labels: { trainRows, hops: 2, partitions: 2 } },
  ];
  for (const variant of variants) expect((await run(variant)).source).toBe('computed');
  expect((await readdir(store)).length).toBe(variants.length);
  for (const variant of variants) expect((await run(variant)).source).toBe('store');
});

test.each([
  ['a bit of a group', (bytes: Buffer) => bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)), 'group-0.f32'],
  ['a group cut short', (bytes: Buffer) => bytes.subarray(0, -4), 'group-1.f32'],
  ['a group too long', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'group-1.f32'],
  ['the manifest', () => Buffer.from('{"format":'), 'manifest.json'],
])('damage to %s is found, told, and mended', async (_, damage, file) => {
  const { values } = await run();
  const [key] = await readdir(store);
  const path = join(store, key!, file);
  await writeFile(path, damage(await readFile(path)));
  const again = await run();
  expect(again.source).toBe('computed');
  expect(again.problem).toMatchObject({ code: 'CORRUPT_FILE', location: { file: path } });
  expect(again.values).toEqual(values);
  expect((await run()).source).toBe('store');
});

test('a store that cannot be written is told and changes nothing else', async () => {
  const file = join(store, 'file');
  await writeFile(file, '');
  const { source, problem } = await run({ store: join(file, 'below') });
  expect(source).toBe('computed');
  expect(problem).toMatchObject({ code: 'WRITE_FAILED' });
});

test('beyond the limit those used longest ago go, and old leftovers', async () => {
  await run();
  const [first] = await readdir(store);
  const old = new Date(Date.now() - 2 * 24 * 3600 * 1000);
  await utimes(join(store, first!), old, old);
  const killed = `.${'0'.repeat(64)}.host.1.0123456789ab.tmp`;
  await mkdir(join(store, killed));
  await utimes(join(store, killed), old, old);
  const bytes = (await run({ seed: 2 })).values.reduce((sum, values) => sum + values.byteLength, 0);
  await run({ seed: 3, storeLimit: Math.ceil(bytes * 2.5) });
  const left = await readdir(store);
  expect(left.length).toBe(2);
  expect(left).not.toContain(first);
  expect((await run({ seed: 4, storeLimit: bytes - 1 })).source).toBe('computed');
  expect((await readdir(store)).sort()).toEqual(left.sort());
});

test('an abort leaves neither memory nor half an entry', async () => {
  const abort = new AbortController();
  const options = { signal: abort.signal, onProgress: () => abort.abort() };
  await expect(run(options)).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await readdir(store)).toEqual([]);
});

/** Changes the manifest of the only entry and repairs its checksum, or a file and its entry in the manifest. */
async function forge(
  change: (content: Forged) => void,
  file?: { index: number; bytes: (bytes: Buffer) => Uint8Array },
) {
  const [key] = await readdir(store);
  const path = join(store, key!, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  const { content } = manifest as { content: Forged };
  change(content);
  if (file) {
    const group = content.groups[file.index]!;
    const bytes = file.bytes(await readFile(join(store, key!, group.file)));
    await writeFile(join(store, key!, group.file), bytes);
    Object.assign(group, { bytes: bytes.length, sha256: sha256Hex(bytes) });
  }
  manifest.sha256 = sha256Hex(JSON.stringify(content));
  await writeFile(path, JSON.stringify(manifest));
}

interface Forged {
  numRows: number;
  groups: {
    name: string;
    relation: string;
    parity: string;
    hops: number;
    width: number;
    file: string;
    bytes: number;
  }[];
}

test.each<[string, Parameters<typeof forge>[0], Parameters<typeof forge>[1]?]>([
  [
    'other widths',
    ({ groups }) => Object.assign(groups[0]!, { width: groups[0]!.width * 2, hops: groups[0]!.hops / 2 }),
  ],
  ['more hops than fit', ({ groups }) => Object.assign(groups[0]!, { hops: 1e9, bytes: 4e9 * groups[0]!.width })],
  ['a length that does not fit', ({ groups }) => Object.assign(groups[0]!, { bytes: 8 })],
  ['other rows', (content) => Object.assign(content, { numRows: 1e12 })],
  ['a group less', ({ groups }) => groups.pop()],
  ['groups in another order', ({ groups }) => groups.reverse()],
  ['another relation', ({ groups }) => Object.assign(groups[0]!, { relation: 'else' })],
  ['a file outside', ({ groups }) => Object.assign(groups[0]!, { file: '../group-0.f32' })],
  [
    'numbers that are not finite',
    () => undefined,
    {
      index: 1,
      bytes: (bytes) => new Uint8Array(Float32Array.from({ length: bytes.length / 4 }, () => Number.NaN).buffer),
    },
  ],
])('an entry forged to have %s is refused, told, and mended', async (_, change, file) => {
  const { values } = await run();
  await forge(change, file);
  const again = await run();
  expect(again.problem).toMatchObject({ code: 'CORRUPT_FILE' });
  expect(again.values).toEqual(values);
  expect((await run()).source).toBe('store');
});

test('what others keep in the folder of the store stays', async () => {
  const foreign = 'f'.repeat(64);
  const old = new Date(Date.now() - 2 * 24 * 3600 * 1000);
  await mkdir(join(store, foreign));
  await writeFile(join(store, foreign, 'layer.tar'), 'mine');
  await writeFile(join(store, 'notes.tmp'), 'mine');
  await mkdir(join(store, 'work.tmp'));
  for (const name of [foreign, 'notes.tmp', 'work.tmp']) await utimes(join(store, name), old, old);
  const bytes = (await run()).values.reduce((sum, values) => sum + values.byteLength, 0);
  for (const seed of [2, 3]) await run({ seed, storeLimit: Math.ceil(bytes * 1.5) });
  const left = await readdir(store);
  for (const name of [foreign, 'notes.tmp', 'work.tmp']) expect(left).toContain(name);
  expect(left.length).toBe(4);
});

test('a folder of others that has the name of an entry stays, and the result is not lost', async () => {
  const { values } = await run();
  const [key] = await readdir(store);
  await writeFile(join(store, key!, 'notes.txt'), 'mine');
  await writeFile(join(store, key!, 'manifest.json'), '{}');
  for (const memory of [{}, { memoryBytes: 1 << 19, spillFolder: store }]) {
    const again = await run(memory as Partial<RpHgnnOptions>);
    expect(again.problem).toMatchObject({ code: 'CORRUPT_FILE' });
    expect(again.values).toEqual(values);
  }
  expect(await readFile(join(store, key!, 'notes.txt'), 'utf8')).toBe('mine');
});

test('runs of one store at the same time: all have the tensors, and the store is whole', async () => {
  const seeds = [1, 1, 1, 2, 2, 3];
  const results = await Promise.all(seeds.map((seed) => precomputeRpHgnn(graph, { ...base, store, seed })));
  for (const [i, { groups, storeProblem }] of results.entries()) {
    expect(storeProblem).toBeUndefined();
    expect(groups[0]!.values).toEqual(results[seeds.indexOf(seeds[i]!)]!.groups[0]!.values);
  }
  for (const result of results) result.dispose();
  expect((await readdir(store)).sort().every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  for (const seed of [1, 2, 3]) expect((await run({ seed })).source).toBe('store');
});
