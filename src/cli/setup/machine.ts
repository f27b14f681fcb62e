import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { getPool } from '../../compute/index.js';
import { hasRelaxedSimd } from '../../compute/internal.js';
import { defaultCacheFolder } from '../../datasets/index.js';

/** What the library runs on. */
export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** WebAssembly with 128-bit vectors. */
  readonly simd: boolean;
  /** Of the pool's kernels: one instruction for a product and a sum. */
  readonly relaxedSimd: boolean;
  readonly sharedMemory: boolean;
  /** Of the pool; 0 where it does not start. */
  readonly threads: number;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly free: number };
  readonly cache: string;
}

/** A module whose one function makes a vector of zeros: valid only where vectors are known. */
const vectorModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 22, 1, 20, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11],
);

export function describeMachine(): Machine {
  const simd = WebAssembly.validate(vectorModule);
  const sharedMemory = typeof SharedArrayBuffer !== 'undefined';
  return {
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    simd,
    relaxedSimd: simd && hasRelaxedSimd(),
    sharedMemory,
    threads: simd && sharedMemory ? getPool().threads : 0,
    memory: { total: totalmem(), free: freemem() },
    cache: defaultCacheFolder(),
  };
}
