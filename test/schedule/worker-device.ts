import { Worker } from 'node:worker_threads';
import { HeteroGraphError } from '../../src/core/index.js';
import type { Device } from '../../src/schedule/index.js';

/** Means by the plain loop, on tensors in shared memory; `slow` times over, as a slower machine would. */
const program = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ indptr, indices, x, out, width, slow }) => {
  for (let time = 0; time < slow; time++) {
    for (let r = 0; r + 1 < indptr.length; r++) {
      const [start, stop] = [indptr[r], indptr[r + 1]];
      for (let c = 0; c < width; c++) {
        let sum = 0;
        for (let e = start; e < stop; e++) sum = Math.fround(sum + x[indices[e] * width + c]);
        out[r * width + c] = stop > start ? sum / (stop - start) : 0;
      }
    }
  }
  parentPort.postMessage('done');
});`;

export interface Job {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly x: Float32Array;
  readonly out: Float32Array;
  readonly width: number;
}

/** A device of its own: a worker thread, which can be ended at any moment, in the middle of a result. */
export class WorkerDevice implements Device {
  readonly name: string;
  readonly isVolatile = true;
  readonly #worker = new Worker(program, { eval: true, execArgv: [] });
  readonly #slow: number;
  readonly #jobOf: (operator: string, values: (tensor: string) => Float32Array) => Job;
  #ended = false;
  /** Operators begun. */
  begun: string[] = [];
  onBegin: (operator: string) => void = () => {};

  constructor(name: string, slow: number, jobOf: WorkerDevice['jobOf']) {
    this.name = name;
    this.#slow = slow;
    this.#jobOf = jobOf;
    this.#worker.on('exit', () => {
      this.#ended = true;
    });
  }

  get jobOf(): (operator: string, values: (tensor: string) => Float32Array) => Job {
    return this.#jobOf;
  }

  run(operator: { readonly name: string }, context: { values(tensor: string): Float32Array }): Promise<void> {
    this.begun.push(operator.name);
    const lost = () => new HeteroGraphError('DEVICE_LOST', `${this.name} has ended.`);
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(lost());
        return;
      }
      const onExit = () => reject(lost());
      this.#worker.once('exit', onExit);
      this.#worker.once('message', () => {
        this.#worker.removeListener('exit', onExit);
        resolve();
      });
      this.#worker.postMessage({ ...this.#jobOf(operator.name, context.values), slow: this.#slow });
      this.onBegin(operator.name);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
