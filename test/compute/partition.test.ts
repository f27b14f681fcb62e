import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { spmm, trustedSpmm } from '../../src/compute/kernels/spmm.js';
import { threadHost } from '../../src/compute/threads/host.js';
import { Partition } from '../../src/compute/threads/partition.js';
import { placed } from '../../src/compute/threads/placed.js';
import { Pool } from '../../src/compute/threads/pool.js';
import { type Csr, RandomStream } from '../../src/core/index.js';

const pool = new Pool(3);
const { arena } = pool;
const open: Partition[] = [];
const partition = (threads: number) => {
  const made = new Partition(pool, threads);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  expect(arena.stats().used).toBe(0);
});

/** More than enough for the operands that are copied in, and what kernels take. */
const SCRATCH = 1 << 22;
const code = (name: string) => expect.objectContaining({ code: name });

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);

function relation(rows: number, columns: number, degree: number, seed: number): Csr {
  const stream = new RandomStream(seed, 'relation');
  const indptr = Int32Array.from({ length: rows + 1 }, (_, r) => r * degree);
  const indices = Int32Array.from({ length: rows * degree }, () => stream.nextInt(columns));
  return { numRows: rows, numCols: columns, indptr, indices };
}

test('kernels on partitions of any size, two at once, give the bits of the pool', async () => {
  const partitions = [partition(1), partition(2), partition(3)];
  const count = fc.integer({ min: 1, max: 200 });
  await fc.assert(
    fc.asyncProperty(count, count, fc.nat(9), count, fc.nat(), async (rows, columns, degree, width, seed) => {
      const csr = relation(rows, columns, degree, seed);
      const x = new Float32Array(columns * width);
      new RandomStream(seed, 'x').fillNormal(x, 1);
      const expected = spmm(csr, x, width, { reduce: 'mean', pool });
      const outs = partitions.map(() => arena.allocFloat32(rows * width));
      await Promise.all(
        partitions.map((each, p) =>
          each.use(SCRATCH, (own) => void trustedSpmm(csr, x, width, { reduce: 'mean', out: outs[p]!, pool: own })),
        ),
      );
      for (const out of outs) {
        expect(bytesOf(out).equals(bytesOf(expected))).toBe(true);
        arena.release(out);
      }
    }),
    { numRuns: 40 },
  );
});

test('one call at a time; none on a closed pool', async () => {
  const one = partition(1);
  await one.use(SCRATCH, async () => {
    await expect(one.use(SCRATCH, () => {})).rejects.toThrow(code('PARTITION_BUSY'));
  });
  expect(await one.use(SCRATCH, () => 7)).toBe(7);
  const closed = new Pool(1);
  closed.close();
  expect(() => new Partition(closed, 1)).toThrow(code('DISPOSED'));
});

test('partitions work at once, and beside the pool', async () => {
  const [one, other] = [partition(1), partition(1)];
  const words = 1 << 18;
  const [long, short, own] = [arena.alloc(words * 4), arena.alloc(words * 4), arena.alloc(words * 4)];
  const fills = 4000;
  let isDone = false;
  const busy = one.use(0, (kernels) => {
    for (let i = 1; i <= fills; i++) kernels.run('fillWords', [long, words, i], words / 4096);
  });
  void busy.then(() => {
    isDone = true;
  });
  await other.use(0, (kernels) => kernels.run('fillWords', [short, words, 7], words / 4096));
  pool.run('fillWords', [own, words, 8], words / 4096);
  expect(isDone).toBe(false);
  expect(one.completed).toBeLessThan(fills);
  expect([short, own].map((at) => arena.int32(at, words).every((word) => word === (at === short ? 7 : 8)))).toEqual([
    ...[true, true],
  ]);
  await busy;
  expect(one.completed).toBe(fills);
  expect(arena.int32(long, words).every((word) => word === fills)).toBe(true);
  for (const at of [long, short, own]) arena.free(at);
});

test.each([1, 3])(
  'of %i threads, closed while it works: what ran is known, and nothing writes any more',
  async (threads) => {
    const words = 1 << 16;
    const at = arena.alloc(words * 4);
    for (const least of [0, 1, 50]) {
      const lost = partition(threads);
      const used = lost.use(4096, (kernels) => {
        for (let i = 1; i <= 100_000; i++) kernels.run('fillWords', [at, words, i], words / 4096);
      });
      void used.catch(() => undefined);
      while (lost.completed < least) await new Promise((resolve) => setImmediate(resolve));
      await lost.close();
      await expect(used).rejects.toThrow(code('DEVICE_LOST'));
      const { completed } = lost;
      expect(completed).toBeGreaterThanOrEqual(least);
      expect(completed).toBeLessThan(100_000);
      // All words are of the last kernel that ran, or of the one after it.
      const found = new Set(arena.int32(at, words));
      if (completed > 0) expect([...found].every((word) => word === completed || word === completed + 1)).toBe(true);
      const before = arena.int32(at, words).slice();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(bytesOf(arena.int32(at, words)).equals(bytesOf(before))).toBe(true);
      await expect(lost.use(0, () => {})).rejects.toThrow(code('DEVICE_LOST'));
    }
    arena.free(at);
  },
);

test('after a trap the partition works on; kernels behind the one that trapped do not run', async () => {
  const two = partition(2);
  const at = arena.alloc(64);
  arena.int32(at, 16).fill(0);
  for (let i = 1; i <= 5; i++) {
    const beyond = arena.memory.buffer.byteLength;
    const trapping = two.use(0, (kernels) => {
      kernels.run('fillWords', [beyond - 64, 1 << 20, 1], 256);
      kernels.run('fillWords', [at, 16, -1], 1);
    });
    await expect(trapping).rejects.toThrow(code('KERNEL_TRAP'));
    expect(arena.int32(at, 16)[0]).toBe(i - 1);
    await two.use(0, (kernels) => kernels.run('fillWords', [at, 16, i], 1));
    expect(arena.int32(at, 16)[15]).toBe(i);
  }
  arena.free(at);
});

test('workers that cannot be started are refused, the first of them ended and the place given back', async () => {
  const host = threadHost();
  let ended = 0;
  let left = 1;
  const one = new Pool(1, {
    ...host,
    lead(...given) {
      const leader = host.lead!(...given);
      const end = async () => {
        await leader.end();
        ended++;
      };
      return { ...leader, end };
    },
    follow(...given) {
      if (left-- <= 0) throw new Error('no more threads');
      return host.follow!(...given);
    },
  });
  for (let i = 1; i <= 20; i++) {
    left = 1;
    expect(() => new Partition(one, 3)).toThrow(code('NO_WORKERS'));
    await vi.waitFor(() => expect(ended).toBe(i), 5000);
  }
  left = 1;
  const works = new Partition(one, 2);
  const at = one.arena.alloc(64);
  await works.use(0, (kernels) => kernels.run('fillWords', [at, 16, 7], 1));
  expect(one.arena.int32(at, 16)[15]).toBe(7);
  await works.close();
  one.close();
});

test('copies do not overtake kernels, scratch has its limit, and there are so many partitions', async () => {
  const one = partition(1);
  const values = Int32Array.of(1, 2, 3);
  const overtaking = one.use(4096, (kernels) => {
    const at = kernels.arena.alloc(4);
    kernels.run('fillWords', [at, 1, 5], 1);
    placed(kernels.arena, (place) => place.of(values));
  });
  await expect(overtaking).rejects.toThrow(code('INTERNAL'));
  await one.use(4096, async (kernels) => {
    const at = kernels.arena.alloc(4);
    kernels.run('fillWords', [at, 1, 5], 1);
    await kernels.later!.flush();
    expect(arena.int32(at, 1)[0]).toBe(5);
    placed(kernels.arena, (place) => expect([...arena.int32(place.of(values), 3)]).toEqual([...values]));
  });
  await expect(one.use(4096, ({ arena: own }) => own.alloc(4096))).rejects.toThrow(code('OUT_OF_MEMORY'));
  for (let i = 1; i < 15; i++) partition(1);
  expect(() => partition(1)).toThrow(code('NO_WORKERS'));
  await one.close();
  await partition(1).use(0, () => {});
});
