import { HeteroGraphError } from '../../core/index.js';
import { Arena } from './arena.js';
import { type KernelName, kernelIds } from './kernel-ids.js';
import { type KernelArgument, type KernelPool, type LaterKernels, takeScratch } from './kernel-pool.js';

const bits = new DataView(new ArrayBuffer(4));

/** Where kernels run. */
export interface Runner {
  readonly threads: number;
  /** Of the last list: all, unless it failed. */
  readonly completed: number;
  /** Runs kernels, given as for each: number, units, grain, number of arguments, arguments. */
  send(calls: Int32Array): Promise<void>;
}

/**
 * Kernels that are noted down, to run elsewhere one after the other when {@link flush} is called. Scratch comes from a stretch of memory
 * of its own; what is freed serves the kernels that follow, as they run in order. Copies from JavaScript would not wait: they are refused
 * while kernels are noted.
 */
export class CallList implements KernelPool, LaterKernels {
  readonly arena: Arena;
  readonly later = this;
  readonly #runner: Runner;
  #calls: number[] = [];
  #noted = 0;

  /** @param scratch first byte of the stretch and its length */
  constructor(outer: Arena, scratch: { readonly at: number; readonly bytes: number }, runner: Runner) {
    this.arena = new ScratchArena(outer, scratch, () => this.#noted > 0);
    this.#runner = runner;
  }

  get threads(): number {
    return this.#runner.threads;
  }

  get noted(): number {
    return this.#noted;
  }

  get completed(): number {
    return this.#runner.completed;
  }

  run(kernel: KernelName, args: readonly KernelArgument[], count: number, grain = 1): void {
    if (count <= 0) return;
    this.#noted++;
    this.#calls.push(kernelIds[kernel], count, grain, args.length);
    for (const value of args) this.#calls.push(typeof value === 'number' ? value | 0 : bitsOf(value.f32));
  }

  withScratch<T>(stride: number, use: (pointer: number) => T): T {
    return takeScratch(this, stride, use);
  }

  async flush(): Promise<void> {
    const calls = Int32Array.from(this.#calls);
    this.#calls = [];
    this.#noted = 0;
    if (calls.length > 0) await this.#runner.send(calls);
  }
}

/** Allocates in a stretch of another arena's memory, whose arrays count as its own. */
class ScratchArena extends Arena {
  readonly #outer: Arena;
  readonly #isNoting: () => boolean;

  constructor(outer: Arena, { at, bytes }: { at: number; bytes: number }, isNoting: () => boolean) {
    super(outer.memory, at, at + bytes);
    this.#outer = outer;
    this.#isNoting = isNoting;
  }

  override owns(values: ArrayBufferView): boolean {
    return this.#outer.owns(values) || super.owns(values);
  }

  override copyIn(values: ArrayBufferView): number {
    if (this.#isNoting()) {
      throw new HeteroGraphError('INTERNAL', 'A copy would overtake kernels that have not run.', {
        hint: 'This is a defect of the library: please report it.',
      });
    }
    return super.copyIn(values);
  }
}

function bitsOf(value: number): number {
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}
