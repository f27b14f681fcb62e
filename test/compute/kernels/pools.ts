import { expect } from 'vitest';
import { Pool } from '../../../src/compute/index.js';

/** Pools of 1, 2, 3 and 8 threads: a kernel must give the same bits on each. */
export function openPools(): Pool[] {
  return [1, 2, 3, 8].map((threads) => new Pool(threads));
}

/** A copy of the values in the pool's arena, under which `use` runs; freed afterwards. */
export function inArena<T>(
  pool: Pool,
  arrays: readonly (Float32Array | Int32Array)[],
  use: (...addresses: number[]) => T,
): T {
  const { arena } = pool;
  const addresses = arrays.map((values) => {
    const address = arena.alloc(values.byteLength);
    const target =
      values instanceof Int32Array ? arena.int32(address, values.length) : arena.float32(address, values.length);
    target.set(values);
    return address;
  });
  try {
    return use(...addresses);
  } finally {
    for (const address of addresses) arena.free(address);
  }
}

/** Runs a kernel that fills `length` floats on every pool; asserts nothing, returns every result. */
export function onEach(
  pools: readonly Pool[],
  length: number,
  arrays: readonly (Float32Array | Int32Array)[],
  run: (pool: Pool, out: number, ...addresses: number[]) => void,
): Float32Array[] {
  return pools.map((pool) =>
    inArena(pool, [new Float32Array(length), ...arrays], (out, ...addresses) => {
      run(pool, out!, ...addresses);
      return pool.arena.float32(out!, length).slice();
    }),
  );
}

/** Expects the same bits of every result; far quicker than `toEqual` on long arrays. */
export function sameBits(results: readonly Float32Array[]): void {
  const bytes = results.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  for (const [i, other] of bytes.entries()) expect(bytes[0]!.equals(other), `result ${i} has the bits of 0`).toBe(true);
}
