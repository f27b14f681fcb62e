import type { MessagePort } from 'node:worker_threads';
import { builtin, HeteroGraphError, throwIfAborted } from '../../../core/index.js';
import type { ForceJob } from './forces.js';

/** A thread's whole program: the library by its place, the jobs, and after every iteration how far it is. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const iterate = require(workerData.library);
let done = 0;
for (const { settings, nodes, pairs } of workerData.jobs) {
  for (let i = 0; i < workerData.iterations; i++) {
    iterate(settings, nodes, pairs);
    done += nodes.length / 10;
    parentPort.postMessage({ done });
  }
}
const results = workerData.jobs.map(({ nodes }) => nodes);
parentPort.postMessage({ results }, results.map(({ buffer }) => buffer));`;

interface Message {
  readonly done?: number;
  readonly results?: readonly Float64Array[];
}

/** Whether there are threads of Node, and the library lies where one finds it, which it does not in a program that was bundled. */
export function forceLibrary(): string | undefined {
  const modules = builtin<typeof import('node:module')>('node:module');
  if (!modules || !builtin('node:worker_threads')) return undefined;
  try {
    return modules.createRequire(import.meta.url).resolve('graphology-layout-forceatlas2/iterate.js');
  } catch {
    return undefined;
  }
}

/**
 * The jobs in a thread of their own; the same numbers as on the calling thread.
 *
 * @throws {HeteroGraphError} ABORTED, NO_WORKERS
 */
export async function forcesInThread(
  library: string,
  jobs: readonly ForceJob[],
  iterations: number,
  onDone: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<Pick<ForceJob, 'nodes'>[]> {
  throwIfAborted(signal);
  const { Worker } = builtin<typeof import('node:worker_threads')>('node:worker_threads')!;
  const transferList = jobs.flatMap(({ nodes, pairs }) => [nodes.buffer, pairs.buffer]) as unknown as MessagePort[];
  const worker = new Worker(program, {
    eval: true,
    execArgv: [],
    workerData: { library, jobs, iterations },
    transferList,
  });
  let stop: (() => void) | undefined;
  try {
    const results = await new Promise<readonly Float64Array[]>((resolve, reject) => {
      const fail = (reason: string) => {
        const hint = 'Lay out fewer nodes at once where memory is short.';
        reject(new HeteroGraphError('NO_WORKERS', `The thread of the layout ended: ${reason}.`, { hint }));
      };
      stop = () => reject(new HeteroGraphError('ABORTED', 'The operation was aborted.', { cause: signal?.reason }));
      signal?.addEventListener('abort', stop);
      worker.on('message', ({ done, results: found }: Message) => {
        try {
          if (found) resolve(found);
          else onDone(done!);
        } catch (error) {
          reject(error);
        }
      });
      worker.on('error', (error) => fail(String(error)));
      worker.on('exit', () => fail('it has exited'));
    });
    return results.map((nodes) => ({ nodes }));
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
