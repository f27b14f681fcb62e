import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import {
  estimateRpHgnn,
  GroupFile,
  type GroupValues,
  type LimitedRpHgnnOptions,
  precomputeRpHgnn,
  type RpHgnnOptions,
} from '../../src/propagation/index.js';
import { citations } from './graphs.js';

const { arena } = getPool();
let spillFolder: string;
beforeEach(async () => {
  spillFolder = await mkdtemp(join(tmpdir(), 'heterograph-memory-'));
});
afterEach(() => rm(spillFolder, { recursive: true, force: true }));

function valuesOf(values: GroupValues, numRows: number): Float32Array {
  if (values instanceof Float32Array) return Float32Array.from(values);
  const size = values.length / numRows;
  // Back to front, so that rows do not follow each other, then the whole at once.
  const rows = Int32Array.from({ length: numRows }, (_, i) => numRows - 1 - i);
  const out = new Float32Array(values.length);
  values.readRows(rows, size, out);
  const whole = new Float32Array(values.length);
  values.readRows(rows.reverse(), size, whole);
  for (let i = 0; i < numRows; i++) expect(out[(numRows - 1 - i) * size]).toBe(whole[i * size]);
  return whole;
}

async function run(graph: ReturnType<typeof citations>, options: RpHgnnOptions | LimitedRpHgnnOptions) {
  const { used } = arena.stats();
  arena.resetPeak();
  const result = await precomputeRpHgnn(graph, options as LimitedRpHgnnOptions);
  const peak = arena.stats().peak - used;
  const groups = result.groups.map(({ values, ...group }) => ({
    ...group,
    values: valuesOf(values, result.rows.length),
  }));
  const isInFiles = result.groups.some(({ values }) => values instanceof GroupFile);
  const { source, execution } = result;
  result.dispose();
  expect(arena.stats().used).toBe(used);
  return { groups, peak, source, execution, isInFiles };
}

/** Without a difference of a million numbers to print. */
function same(groups: Groups, expected: Groups): void {
  const withoutValues = (all: Groups) => all.map(({ values, ...group }) => ({ ...group, length: values.length }));
  expect(withoutValues(groups)).toEqual(withoutValues(expected));
  for (const [g, { name, values }] of groups.entries()) {
    const other = new Int32Array(expected[g]!.values.buffer);
    const at = new Int32Array(values.buffer).findIndex((word, i) => word !== other[i]);
    expect(at, `first number of ${name} that differs`).toBe(-1);
  }
}

type Groups = Awaited<ReturnType<typeof run>>['groups'];

const trainRows = Int32Array.from({ length: 300 }, (_, i) => i * 2);

test.each<[string, Partial<RpHgnnOptions>]>([
  ['deep and wide', { hops: 6, embeddingWidth: 96, inputWidth: 64 }],
  ['sparse raw features as input', { hops: 5, useInput: true }],
  [
    'rows so wide that they are written one by one',
    { target: 'author', hops: 5, useInput: true, embeddingWidth: 600, inputWidth: 8 },
  ],
  [
    'authors, of whom a part is wanted',
    { target: 'author', hops: 8, rows: Int32Array.from({ length: 1500 }, (_, i) => i * 2) },
  ],
  ['label groups', { hops: 6, labels: { trainRows, hops: 2, partitions: 2 } }],
])('tensors of three times the memory have the same bits, and the peak is below the limit: %s', async (_, more) => {
  const graph = citations(1500);
  const options = { target: 'paper', hops: 4, seed: 7, ...more };
  const free = await run(graph, options);
  const { resultBytes, minBytes } = estimateRpHgnn(graph, options);
  const memoryBytes = Math.max(minBytes, Math.floor(resultBytes / 3));
  expect(memoryBytes).toBeLessThanOrEqual(resultBytes / 3 + 1);
  const tight = await run(graph, { ...options, memoryBytes, spillFolder });
  expect(tight.isInFiles).toBe(true);
  same(tight.groups, free.groups);
  expect(tight.peak).toBeLessThanOrEqual(memoryBytes);
  expect(tight.execution!.memory.peakBytes).toBeLessThanOrEqual(memoryBytes);
  expect(tight.execution!.memory.writtenBytes).toBeGreaterThan(resultBytes / 2);
  expect(await readdir(spillFolder)).toEqual([]);
  // The least that can do does, and a byte less is refused before any work.
  const least = await run(graph, { ...options, memoryBytes: minBytes, spillFolder });
  same(least.groups, free.groups);
  expect(least.peak).toBeLessThanOrEqual(minBytes);
  const work: string[] = [];
  const tooLittle = { memoryBytes: minBytes - 1, onProgress: ({ stage }: { stage: string }) => work.push(stage) };
  await expect(precomputeRpHgnn(graph, { ...options, ...tooLittle })).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: expect.stringContaining(`${minBytes}`),
  });
  expect(work).toEqual([]);
});

test('a limit that everything fits changes nothing', async () => {
  const graph = citations(300);
  const options = { target: 'paper', hops: 2, seed: 7 };
  const { peakBytes } = estimateRpHgnn(graph, options);
  const free = await run(graph, options);
  const wide = await run(graph, { ...options, memoryBytes: peakBytes, spillFolder });
  expect(wide.isInFiles).toBe(false);
  same(wide.groups, free.groups);
});

test('the store serves both ways, whichever wrote it, and its files may go while they are read', async () => {
  const graph = citations(300);
  // Groups of both kinds: some with wide rows, some without.
  const options = { target: 'paper', hops: 3, seed: 7, embeddingWidth: 600 };
  const { minBytes } = estimateRpHgnn(graph, options);
  const free = await run(graph, options);
  for (const first of ['free', 'limited']) {
    const store = join(spillFolder, first);
    const limited = { ...options, store, memoryBytes: minBytes };
    const wrote = await run(graph, first === 'free' ? { ...options, store } : limited);
    expect(wrote.source).toBe('computed');
    for (const again of [limited, { ...options, store }]) {
      const read = await run(graph, again);
      expect(read.source).toBe('store');
      same(read.groups, free.groups);
      expect(read.isInFiles).toBe('memoryBytes' in again);
    }
    expect((await readdir(store)).length).toBe(1);
  }
  const store = join(spillFolder, 'free');
  const open = await precomputeRpHgnn(graph, { ...options, store, memoryBytes: minBytes });
  await rm(store, { recursive: true });
  expect(open.groups.map(({ values }) => valuesOf(values, open.rows.length))).toEqual(free.groups.map((g) => g.values));
  open.dispose();
  expect(() => valuesOf(open.groups[0]!.values, 300)).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
});

test('a store that cannot be written is told, and the groups lie in temporary files', async () => {
  const graph = citations(300);
  const options = { target: 'paper', hops: 3, seed: 7, spillFolder };
  const { minBytes } = estimateRpHgnn(graph, options);
  const store = join(process.execPath, 'below');
  const result = await precomputeRpHgnn(graph, { ...options, store, memoryBytes: minBytes });
  expect(result.storeProblem).toMatchObject({ code: 'WRITE_FAILED' });
  expect(result.groups.every(({ values }) => values instanceof GroupFile)).toBe(true);
  result.dispose();
  expect(await readdir(spillFolder)).toEqual([]);
});

test('a folder that cannot be written is told, with nothing left in memory', async () => {
  const graph = citations(300);
  const options = { target: 'paper', hops: 3, seed: 7, spillFolder: join(process.execPath, 'below') };
  const { used } = arena.stats();
  const { minBytes } = estimateRpHgnn(graph, options);
  await expect(precomputeRpHgnn(graph, { ...options, memoryBytes: minBytes })).rejects.toMatchObject({
    code: 'SPILL_FAILED',
  });
  expect(arena.stats().used).toBe(used);
});

test.each([false, true])('an abort leaves neither memory nor files (store: %s)', async (hasStore) => {
  const graph = citations(2000);
  const options = { target: 'paper', hops: 4, seed: 7, spillFolder, ...(hasStore ? { store: spillFolder } : {}) };
  const { minBytes } = estimateRpHgnn(graph, options);
  const { used } = arena.stats();
  const abort = new AbortController();
  const run = { memoryBytes: minBytes, signal: abort.signal, onProgress: () => abort.abort() };
  await expect(precomputeRpHgnn(graph, { ...options, ...run })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(arena.stats().used).toBe(used);
  expect(await readdir(spillFolder)).toEqual([]);
});
