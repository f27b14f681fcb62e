import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { placeLevel } from '../../src/compute/kernels/communities/index.js';
import { gemm } from '../../src/compute/kernels/gemm.js';
import { spmm } from '../../src/compute/kernels/spmm.js';
import { browserHost, type ThreadHost, threadHost } from '../../src/compute/threads/host.js';
import { placed } from '../../src/compute/threads/placed.js';
import { getPool, openPool, Pool } from '../../src/compute/threads/pool.js';
import { RandomStream } from '../../src/core/index.js';
import { makeInputs } from '../browser/inputs.js';

const run = promisify(execFile);
const open: Pool[] = [];
const pool = (threads: number, host?: ThreadHost) => {
  const made = new Pool(threads, host);
  open.push(made);
  return made;
};

afterEach(() => {
  for (const made of open.splice(0)) made.dispose();
  vi.unstubAllGlobals();
});

test.each([[['--input-type=module', '-e']], [['--no-warnings', '--input-type=module', '-e']]])(
  'worker threads start whatever flags the process was given: %j',
  async (flags) => {
    const code = `
    import { gemm } from './dist/compute/index.js';
    const n = 64;
    console.log(gemm(new Float32Array(n * n).fill(1), new Float32Array(n * n).fill(2), n, n, n)[0]);`;
    const env = { ...process.env, HETEROGRAPH_THREADS: '3' };
    const { stdout } = await run(process.execPath, [...flags, code], { env });
    expect(stdout).toBe('128\n');
  },
);

/** Compares whole arrays at once: element by element takes the test runner half a second. */
function expectBits(actual: Float32Array, expected: Float32Array): void {
  const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  expect(bytes(actual).equals(bytes(expected))).toBe(true);
}

describe('use', () => {
  test('threads beyond the most that are asked for take no part', () => {
    const three = pool(3);
    const { arena } = three;
    placed(arena, (place) => {
      const count = 2000;
      const nodes = Int32Array.from({ length: count }, (_, v) => v);
      const shares = new Float64Array(count);
      // A ring, every node a group of its own; the scratch of all threads but the first lies outside of all memory.
      const { record } = placeLevel(three, place, {
        ...{ numNodes: count, indptr: Int32Array.from({ length: count + 1 }, (_, v) => v), scale: 1 },
        ...{ indices: nodes.map((v) => (v + 1) % count), outShares: shares, inShares: shares },
      });
      const starts = place.of(Int32Array.from({ length: count + 1 }, (_, v) => v));
      const rows = [place.of(nodes), place.block(4 * count), place.block(8 * count), place.block(4 * count)];
      const scratch = [place.of(new Float64Array(count)), 2 ** 31 - 64];
      const args = [record, place.of(nodes), starts, place.of(nodes), 0, ...rows, ...scratch];
      for (let i = 0; i < 50; i++) three.run('groupRows', args, count, 1, 1);
      expect(() => {
        for (let i = 0; i < 1000; i++) three.run('groupRows', args, count, 1);
      }).toThrow(expect.objectContaining({ code: 'KERNEL_TRAP' }));
    });
  });

  test('kernels run inside the scratch of others, and each piece of scratch is its own', () => {
    const three = pool(3);
    const { csr, x, width, a, b, m, n, k } = makeInputs();
    const expected = spmm(csr, x, width, { pool: pool(1) });
    const before = three.arena.stats().used;
    three.withScratch(64, (outer) => {
      const mine = three.arena.int32(outer, 48).fill(7);
      three.withScratch(64, (inner) => {
        expect(Math.abs(inner - outer)).toBeGreaterThanOrEqual(3 * 64);
        three.arena.int32(inner, 48).fill(9);
        expectBits(spmm(csr, x, width, { pool: three }), expected);
        gemm(a, b, m, n, k, { pool: three });
      });
      expect(mine.every((value) => value === 7)).toBe(true);
    });
    expect(three.arena.stats().used).toBe(before);
  });

  test('a throw inside the scratch frees it', () => {
    const two = pool(2);
    expect(() =>
      two.withScratch(1000, () => {
        throw new RangeError('mine');
      }),
    ).toThrow(RangeError);
    expect(two.arena.stats().used).toBe(0);
  });

  test('after a trap, in whichever thread, the pool works on', () => {
    const three = pool(3);
    const { csr, x, width } = makeInputs();
    const expected = spmm(csr, x, width, { pool: three });
    for (let i = 0; i < 5; i++) {
      // Addresses beyond the memory: every chunk traps, on the caller and on workers.
      const beyond = three.arena.memory.buffer.byteLength;
      expect(() => three.run('fillWords', [beyond - 64, 1 << 20, 1], 256, 1)).toThrow(
        expect.objectContaining({ code: 'KERNEL_TRAP' }),
      );
      expectBits(spmm(csr, x, width, { pool: three }), expected);
    }
  });
});

describe('waiting', () => {
  test.each([
    ['where there is a processor for each', 64],
    ['where there is not', 1],
  ])('many small runs, traps, growth, pauses and ends: %s', async (_, processors) => {
    const { csr, x, width } = makeInputs();
    const expected = spmm(csr, x, width, { pool: pool(1) });
    const stream = new RandomStream(1, 'waiting', processors);
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const taken: number[] = [];
    for (let round = 0; round < 4; round++) {
      const made = [1, 2, 3, 8].map((threads) => new Pool(threads, { ...threadHost(), processors }));
      for (let i = 0; i < 300; i++) {
        const each = made[stream.nextInt(4)]!;
        const what = stream.nextInt(20);
        if (what < 13) expectBits(spmm(csr, x, width, { pool: each }), expected);
        else if (what < 15) {
          const beyond = each.arena.memory.buffer.byteLength;
          const trap = () => each.run('fillWords', [beyond - 64, 1 << 20, 1], 256, 1);
          expect(trap).toThrow(expect.objectContaining({ code: 'KERNEL_TRAP' }));
        } else if (what < 17) taken.push(each.arena.alloc(stream.nextInt(1 << 20)));
        else if (what < 19) Atomics.wait(pause, 0, 0, stream.next());
        else await new Promise((resolve) => setTimeout(resolve, 1));
      }
      for (const each of made) each.dispose();
    }
    expect(taken.length).toBeGreaterThan(0);
  });

  test('a run does not wait for a worker that has no chunk of it', () => {
    const host = threadHost();
    const two = pool(2, {
      ...host,
      // Says that it is there, and never comes.
      start({ memory }) {
        Atomics.add(new Int32Array(memory.buffer), 320 / 4, 1);
        return { end: () => {} };
      },
    });
    const { csr, x, width } = makeInputs();
    expectBits(spmm(csr, x, width, { pool: two }), spmm(csr, x, width, { pool: pool(1) }));
  });
});

describe('the end', () => {
  test('closing twice is closing once; kernels say DISPOSED and free what they took', () => {
    const two = pool(2);
    const { csr, x, width } = makeInputs();
    const kept = two.arena.allocFloat32(4).fill(3);
    const { used } = two.arena.stats();
    two.dispose();
    two.dispose();
    expect(two.disposed).toBe(true);
    expect(() => spmm(csr, x, width, { pool: two })).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
    expect(() => two.run('fillWords', [], 0)).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
    expect(two.arena.stats().used).toBe(used);
    expect([...kept]).toEqual([3, 3, 3, 3]);
  });

  test('the default pool that was closed is replaced', () => {
    const first = getPool();
    open.push(first);
    first.dispose();
    const second = getPool();
    open.push(second);
    expect(second).not.toBe(first);
    expect(getPool()).toBe(second);
  });

  test('the workers of a closed pool are gone, and an open pool keeps no process alive', async () => {
    const code = `
    import { Pool, gemm } from './dist/compute/index.js';
    const threads = () => process.report.getReport().workers.length;
    process.report.excludeNetwork = true;
    const n = 64;
    const one = new Float32Array(n * n).fill(1);
    const pools = [new Pool(4), new Pool(2)];
    for (const pool of pools) gemm(one, one, n, n, n, { pool });
    const before = threads();
    pools[0].dispose();
    for (let i = 0; i < 500 && threads() > 1; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log(before, threads());`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { timeout: 30_000 });
    expect(stdout).toBe('4 1\n');
  });
});

describe('hosts', () => {
  test('in Node there are no limits and nothing to wait for', async () => {
    const two = await openPool(2);
    open.push(two);
    expect([two.threads, two.limits]).toEqual([2, undefined]);
  });

  test('memory that cannot be shared: one thread, the reason, the same bits, arrays that stay where they are', () => {
    const alone = pool(8, { ...threadHost(), limits: 'One thread: not shared.' });
    const two = pool(2);
    expect([alone.threads, alone.limits]).toEqual([1, 'One thread: not shared.']);
    expect(alone.arena.memory.buffer).toBeInstanceOf(ArrayBuffer);
    const kept = alone.arena.allocFloat32(3).fill(5);
    alone.arena.free(alone.arena.allocFloat32(50_000_000));
    expect([...kept]).toEqual([5, 5, 5]);
    const { csr, x, width, a, b, m, n, k } = makeInputs();
    expectBits(spmm(csr, x, width, { pool: alone }), spmm(csr, x, width, { pool: two }));
    expectBits(gemm(a, b, m, n, k, { pool: alone }), gemm(a, b, m, n, k, { pool: two }));
    const { limit } = alone.arena.stats();
    expect(() => alone.arena.alloc(limit)).toThrow(expect.objectContaining({ code: 'OUT_OF_MEMORY' }));
  });

  test('until late workers have started the caller works alone, then they take part', async () => {
    const late = pool(2, lateHost(200));
    const { csr, x, width } = makeInputs();
    const expected = spmm(csr, x, width, { pool: pool(1) });
    for (let i = 0; i < 20; i++) expectBits(spmm(csr, x, width, { pool: late }), expected);
    await late.ready();
    expect([late.threads, late.limits]).toEqual([2, undefined]);
    for (let i = 0; i < 200; i++) expectBits(spmm(csr, x, width, { pool: late }), expected);
  });

  test('a thread that may not sleep spins until the workers are done', async () => {
    const spinning = pool(3, { ...threadHost(), maySleep: false });
    const wait = vi.spyOn(Atomics, 'wait');
    const stream = new RandomStream(1, 'spin');
    const a = Float32Array.from({ length: 128 * 128 }, () => stream.nextNormal());
    const alone = gemm(a, a, 128, 128, 128, { pool: pool(1) });
    for (let i = 0; i < 200; i++) expectBits(gemm(a, a, 128, 128, 128, { pool: spinning }), alone);
    expect(wait).not.toHaveBeenCalled();
    wait.mockRestore();
  });

  test('a worker that cannot start leaves one thread and says so', async () => {
    const { csr, x, width } = makeInputs();
    const expected = spmm(csr, x, width, { pool: pool(1) });
    const refuse = (start: ThreadHost['start']) => pool(3, { ...threadHost(), startsWhileBlocked: false, start });
    const throwing = refuse(() => {
      throw new Error('no workers today');
    });
    const failing = refuse((_, onError) => {
      setTimeout(onError, 10, 'no workers today');
      return { end: () => {} };
    });
    for (const made of [throwing, failing]) {
      expectBits(spmm(csr, x, width, { pool: made }), expected);
      await made.ready();
      expect(made.threads).toBe(1);
      expect(made.limits).toContain('no workers today');
      expectBits(spmm(csr, x, width, { pool: made }), expected);
    }
  });

  test('a worker that ends later does too, and is not waited for', () => {
    const host = threadHost();
    let fail = (_reason: string) => {};
    const three = pool(3, {
      ...host,
      start(start, onError) {
        fail = onError;
        return host.start(start, onError);
      },
    });
    const { csr, x, width } = makeInputs();
    const expected = spmm(csr, x, width, { pool: three });
    fail('out of memory');
    expect([three.threads, three.limits]).toEqual([1, expect.stringContaining('out of memory')]);
    expectBits(spmm(csr, x, width, { pool: three }), expected);
  });

  test('a browser without workers or isolation is named for what it lacks', () => {
    vi.stubGlobal('Worker', undefined);
    expect(browserHost().limits).toMatch(/no workers/);
    vi.stubGlobal('Worker', class {});
    vi.stubGlobal('crossOriginIsolated', false);
    expect(browserHost().limits).toMatch(/Cross-Origin-Opener-Policy: same-origin/);
    vi.stubGlobal('crossOriginIsolated', true);
    expect(browserHost().limits).toBeUndefined();
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(browserHost().limits).toMatch(/Cross-Origin-Embedder-Policy: require-corp/);
    expect(browserHost().maySleep).toBe(false);
  });
});

/** Node's workers, started as a browser does: some time after the constructor has returned. */
function lateHost(delay: number): ThreadHost {
  const host = threadHost();
  return {
    ...host,
    startsWhileBlocked: false,
    start(start, onError) {
      setTimeout(() => host.start(start, onError), delay);
      return { end: () => {} };
    },
  };
}
