// Runs in Chromium: kernels on the page's main thread, then in a worker of the page, which loads this same script.
import { gemm, openPool, Pool, spmm } from '../../src/compute/index.js';
import { meanNormAccumulate } from '../../src/compute/kernels/spmm.js';
import { makeInputs } from './inputs.js';

/** What one thread of the page found; arrays as lists of their 32-bit words. */
export interface Findings {
  readonly threads: number;
  readonly limits: string | undefined;
  readonly isolated: boolean;
  /** Products before the workers could start, and after. */
  readonly early: readonly number[][];
  readonly products: readonly number[][];
  readonly secondThreadWorked: boolean;
  /** The code of the error that a kernel on a closed pool gave. */
  readonly afterClose: string;
}

export interface Report {
  readonly page?: Findings;
  readonly worker?: Findings;
  readonly error?: string;
}

const { csr, x, width, a, b, m, n, k } = makeInputs();
const words = (values: Float32Array) => [...new Uint32Array(values.buffer, values.byteOffset, values.length)];
const multiply = (pool: Pool) => [spmm(csr, x, width, { pool }), gemm(a, b, m, n, k, { pool })].map(words);

/** Sees whether the second thread has written to its part of the scratch. */
class WatchedPool extends Pool {
  secondThreadWorked = false;

  override withScratch<T>(stride: number, use: (pointer: number) => T): T {
    return super.withScratch(stride, (pointer) => {
      const all = this.arena.int32(pointer, (stride * this.threads) / 4).fill(0);
      const result = use(pointer);
      this.secondThreadWorked ||= all.subarray(stride / 4).some((word) => word !== 0);
      return result;
    });
  }
}

async function find(): Promise<Findings> {
  const watched = new WatchedPool(2);
  const early = multiply(watched);
  await watched.ready();
  const sums = watched.arena.allocFloat32(csr.numRows * width);
  const y = watched.arena.allocFloat32(x.length);
  y.set(x);
  for (let i = 0; i < 1000 && !watched.secondThreadWorked; i++) {
    meanNormAccumulate(watched, csr, y.byteOffset, width, sums.byteOffset);
  }
  watched.dispose();
  const pool = await openPool(2);
  const products = multiply(pool);
  const { threads, limits } = pool;
  pool.dispose();
  let afterClose = 'nothing';
  try {
    multiply(pool);
  } catch (error) {
    afterClose = (error as { code?: string }).code ?? String(error);
  }
  const { secondThreadWorked } = watched;
  const isolated = globalThis.crossOriginIsolated;
  return { threads, limits, isolated, early, products, secondThreadWorked, afterClose };
}

async function main(): Promise<void> {
  if (typeof document === 'undefined') {
    const worker = await find();
    postMessage(worker);
    return;
  }
  const report = async (value: Report) => {
    await fetch('/report', { method: 'POST', body: JSON.stringify(value) });
  };
  addEventListener('error', (event) => void report({ error: event.message }));
  try {
    const page = await find();
    const second = new Worker('/page.js', { type: 'module' });
    const worker = await new Promise<Findings>((resolve, reject) => {
      second.onmessage = ({ data }) => resolve(data);
      second.onerror = (event) => reject(new Error(`in the worker: ${event.message}`));
    });
    await report({ page, worker });
  } catch (error) {
    await report({ error: String((error as Error).stack ?? error) });
  }
}

await main();
