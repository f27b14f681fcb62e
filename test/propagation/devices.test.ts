import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// Before the pool is there: two partitions of two threads, whatever the machine has.
vi.hoisted(() => {
  process.env.HETEROGRAPH_THREADS = '4';
});

import { getPool, Partition } from '../../src/compute/index.js';
import {
  estimateRpHgnn,
  explainRpHgnn,
  type GroupValues,
  metapathMeans,
  precomputeRpHgnn,
  type RpHgnnOptions,
} from '../../src/propagation/index.js';
import { propagationInput, wantedRows } from '../../src/propagation/input.js';
import { rphgnnPipeline } from '../../src/propagation/pipeline.js';
import {
  arenaBlocks,
  CostModel,
  type Device,
  type DeviceChoice,
  type ExecutionReport,
  execute,
  partitionDevice,
  SpillStore,
} from '../../src/schedule/index.js';
import { citations } from './graphs.js';

const pool = getPool();
const { arena } = pool;
const graph = citations(1500);
let spillFolder: string;
beforeAll(async () => {
  spillFolder = await mkdtemp(join(tmpdir(), 'heterograph-devices-'));
});
afterAll(() => rm(spillFolder, { recursive: true, force: true }));

function bytesOf(values: GroupValues, numRows: number): Buffer {
  let all = values as Float32Array;
  if (!(values instanceof Float32Array)) {
    all = new Float32Array(values.length);
    values.readRows(
      Int32Array.from({ length: numRows }, (_, row) => row),
      values.length / numRows,
      all,
    );
  }
  return Buffer.from(Uint8Array.from(new Uint8Array(all.buffer, all.byteOffset, all.byteLength)));
}

interface Ran {
  readonly groups: readonly { readonly name: string; readonly bytes: Buffer }[];
  readonly execution: ExecutionReport;
  readonly peak: number;
}

interface Started {
  readonly groups: readonly { readonly name: string; readonly values: GroupValues }[];
  readonly execution?: ExecutionReport;
  readonly rows: Int32Array;
  dispose(): void;
}

async function ran(start: () => Promise<Started>): Promise<Ran> {
  const { used } = arena.stats();
  arena.resetPeak();
  const { groups, execution, rows, dispose } = await start();
  const peak = arena.stats().peak - used;
  const kept = groups.map(({ name, values }) => ({ name, bytes: bytesOf(values, rows.length) }));
  dispose();
  expect(arena.stats().used).toBe(used);
  return { groups: kept, execution: execution!, peak };
}

function same({ groups }: Pick<Ran, 'groups'>, expected: Pick<Ran, 'groups'>): void {
  expect(groups.map(({ name }) => name)).toEqual(expected.groups.map(({ name }) => name));
  for (const [g, { name, bytes }] of groups.entries()) expect(bytes.equals(expected.groups[g]!.bytes), name).toBe(true);
}

/** Operators of different devices whose times overlap. */
function overlaps({ operators }: ExecutionReport): number {
  let found = 0;
  for (const one of operators) {
    for (const other of operators) {
      if (one.device < other.device && one.start < other.end && other.start < one.end) found++;
    }
  }
  return found;
}

const cases: [string, Partial<RpHgnnOptions>][] = [
  ['deep, sparse raw features as input', { hops: 4, useInput: true }],
  ['narrowed', { hops: 3, embeddingWidth: 96, inputWidth: 64 }],
  ['of authors, a part, wide', { target: 'author', hops: 3, embeddingWidth: 600, rows: Int32Array.of(1, 5, 900) }],
];

describe.each<DeviceChoice>(['threads/2', 'threads/3'])('RpHGNN on %s', (devices) => {
  test.each(cases)('has the bits of the pool, and branches run at once: %s', async (_, more) => {
    const options = { target: 'paper', hops: 2, seed: 7, ...more };
    const alone = await ran(() => precomputeRpHgnn(graph, options));
    const together = await ran(() => precomputeRpHgnn(graph, { ...options, devices }));
    same(together, alone);
    const used = new Set(together.execution.operators.map(({ device }) => device));
    expect([...used].sort()).toEqual(explainedDevices(options, devices));
    expect(overlaps(together.execution)).toBeGreaterThan(0);
    expect(overlaps(alone.execution)).toBe(0);
  });
});

function explainedDevices(options: RpHgnnOptions, devices: DeviceChoice): string[] {
  const { operators } = explainRpHgnn(graph, { ...options, devices });
  return [...new Set(operators.map(({ device }) => device))].sort();
}

test.each(cases)('RpHGNN on two devices keeps any limit of memory, in the arena and in files: %s', async (_, more) => {
  const options: RpHgnnOptions = { target: 'paper', hops: 2, seed: 7, devices: 'threads/2', ...more };
  const alone = await ran(() => precomputeRpHgnn(graph, { ...options, devices: 'threads' }));
  const { leastBytes, peakBytes } = estimateRpHgnn(graph, options);
  for (const memoryBytes of [leastBytes, Math.floor((leastBytes + peakBytes) / 2), peakBytes]) {
    const limited = await ran(() => precomputeRpHgnn(graph, { ...options, memoryBytes, spillFolder }));
    same(limited, alone);
    expect(limited.peak).toBeLessThanOrEqual(memoryBytes);
    expect(limited.execution.memory.peakBytes).toBeLessThanOrEqual(memoryBytes);
    expect(await readdir(spillFolder)).toEqual([]);
  }
  await expect(precomputeRpHgnn(graph, { ...options, memoryBytes: leastBytes - 1, spillFolder })).rejects.toMatchObject(
    { code: 'OUT_OF_MEMORY' },
  );
});

test('metapath means run at once, with the same bits, within a limit too', async () => {
  const options = { target: 'paper', hops: 3, embeddingWidth: 40, seed: 3 };
  const alone = await ran(() => metapathMeans(graph, options));
  const together = await ran(() => metapathMeans(graph, { ...options, devices: 'threads/2' }));
  same(together, alone);
  expect(overlaps(together.execution)).toBeGreaterThan(0);
  const memoryBytes = Math.ceil(alone.peak / 2);
  const limited = await ran(() => metapathMeans(graph, { ...options, devices: 'threads/2', memoryBytes, spillFolder }));
  same(limited, alone);
  expect(limited.peak).toBeLessThanOrEqual(memoryBytes);
});

test.each([0, 3, 9])('an abort after %i hops or operators stops both devices and leaves nothing', async (after) => {
  const { used } = arena.stats();
  const abort = new AbortController();
  const onProgress = ({ done }: { done: number }) => done >= after && abort.abort();
  if (after === 0) setTimeout(() => abort.abort(), 20);
  const run = metapathMeans(graph, {
    ...{ target: 'paper', hops: 3, embeddingWidth: 200, seed: 3, devices: 'threads/2', signal: abort.signal },
    ...(after > 0 ? { onProgress } : {}),
  });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
  expect(arena.stats().used).toBe(used);
  // All partitions have been given back.
  const all = Array.from({ length: 15 }, () => new Partition(pool, 1));
  await Promise.all(all.map((each) => each.close()));
});

describe('a partition that is lost', () => {
  // Sums of several blocks, so that an addition is met half done.
  const wide = citations(3000);
  const options = { target: 'paper', hops: 3, seed: 7, embeddingWidth: 700, devices: 'threads/2' } as const;
  const input = propagationInput(wide, 'paper');
  const rows = wantedRows(wide, options);

  /** Loses the partition that runs the first such operator that is not through before so many of its kernels are. */
  async function losing(kind: string, kernels: number): Promise<Ran & { killed: string | undefined; begun: string[] }> {
    const pipeline = rphgnnPipeline(pool, input, rows, options);
    const store = new SpillStore({ blocks: arenaBlocks(arena) });
    const partitions = [new Partition(pool, 2), new Partition(pool, 2)];
    const begun: string[] = [];
    let killed: string | undefined;
    let isHunting = false;
    const devices = partitions.map((partition, i): Device => {
      const device = partitionDevice(`threads/2:${i + 1}`, partition);
      return {
        ...device,
        run: async (operator, context) => {
          begun.push(operator.name);
          const running = Promise.resolve(device.run!(operator, context));
          if (killed === undefined && !isHunting && operator.name.startsWith(kind)) {
            isHunting = true;
            let isDone = false;
            void running.then(
              () => {
                isDone = true;
              },
              () => undefined,
            );
            while (!isDone && partition.completed < kernels) await new Promise((resolve) => setImmediate(resolve));
            isHunting = false;
            if (!isDone) {
              killed = operator.name;
              void partition.close();
            }
          }
          await running;
        },
      };
    });
    try {
      const execution = await execute(pipeline, { devices, costs: new CostModel(), store });
      const groups: { name: string; bytes: Buffer }[] = [];
      for (const { name, tensors } of pipeline.groups) {
        const values = await store.take(tensors[0]!);
        groups.push({ name, bytes: bytesOf(values, rows.length) });
        arena.release(values);
      }
      return { groups, execution, peak: 0, killed, begun };
    } finally {
      await store.dispose();
      await Promise.all(partitions.map((each) => each.close()));
    }
  }

  test('in the midst of any kind of operator takes nothing with it', async () => {
    const { used } = arena.stats();
    const alone = await ran(() => precomputeRpHgnn(wide, { ...options, devices: 'threads' }));
    const numOperators = alone.execution.operators.length;
    const cases = ['mean', 'project', 'keep'].map((kind): [string, number] => [kind, 0]);
    for (let kernels = 0; kernels < 5; kernels++) cases.push(['mean and add', kernels], ['project and add', kernels]);
    let killed = 0;
    for (const [kind, kernels] of cases) {
      const after = await losing(kind, kernels);
      same(after, alone);
      expect(arena.stats().used).toBe(used);
      if (after.killed === undefined) continue;
      killed++;
      expect(after.execution.lostDevices).toHaveLength(1);
      expect(after.execution.operators).toHaveLength(numOperators);
      // Finished operators are not begun again: only what was lost.
      const again = after.begun.filter((name, i) => after.begun.indexOf(name) < i);
      expect(again).toContain(after.killed);
      expect(new Set(again).size).toBe(1);
    }
    // Short ones may be through before they are met.
    expect(killed).toBeGreaterThan(cases.length / 2);
  });
});

test.each(['threads/1', 'threads/5', 'threads/0', 'threads/2.5', 'gpu', ''])('"%s" is refused', async (text) => {
  const devices = text as DeviceChoice;
  const refused = { code: 'INVALID_OPTION', message: expect.stringContaining(`devices is "${text}"`) };
  await expect(precomputeRpHgnn(graph, { target: 'paper', hops: 1, seed: 1, devices })).rejects.toMatchObject(refused);
  await expect(metapathMeans(graph, { target: 'paper', hops: 1, seed: 1, devices })).rejects.toMatchObject(refused);
  expect(() => explainRpHgnn(graph, { target: 'paper', hops: 1, seed: 1, devices })).toThrow(
    expect.objectContaining(refused),
  );
});
