import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getPool } from '../../src/compute/index.js';
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
  await mkdir(join(store, '.killed.host.1.tmp'));
  await utimes(join(store, '.killed.host.1.tmp'), old, old);
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
