import type { Arena } from './arena.js';
import type { KernelName } from './kernel-ids.js';

/** A kernel argument: integers and pointers as they are, floats wrapped by {@link f32}. */
export type KernelArgument = number | { readonly f32: number };

export function f32(value: number): KernelArgument {
  return { f32: value };
}

/** Of what runs kernels later, one after the other. */
export interface LaterKernels {
  /** Kernels noted down since the last flush. */
  readonly noted: number;
  /** Kernels of the last flush that have run: all, unless it failed. */
  readonly completed: number;
  /**
   * Resolves when all that are noted have run: only then may JavaScript read what they wrote, or write what they read.
   *
   * @throws {HeteroGraphError} DEVICE_LOST, when nothing writes any more; KERNEL_TRAP
   */
  flush(): Promise<void>;
}

/** What runs kernels: the pool, before `run` returns, or a partition of its processors, later. */
export interface KernelPool {
  readonly arena: Arena;
  /** Threads that kernels are cut up for. */
  readonly threads: number;
  run(kernel: KernelName, args: readonly KernelArgument[], count: number, grain?: number): void;
  /** Per-worker scratch: `stride` bytes for each thread, freed after `use` for the kernels that follow. */
  withScratch<T>(stride: number, use: (pointer: number) => T): T;
  /** Absent where a kernel has run when `run` returns. */
  readonly later?: LaterKernels;
}

/** The one way of `withScratch`. */
export function takeScratch<T>(
  { arena, threads }: Pick<KernelPool, 'arena' | 'threads'>,
  stride: number,
  use: (pointer: number) => T,
): T {
  const pointer = arena.alloc(stride * threads);
  try {
    return use(pointer);
  } finally {
    arena.free(pointer);
  }
}
