// Fork-join on shared memory. Control words lie in the first page, below everything the compiler places.
// To add a kernel: export `(args: usize, begin: i32, end: i32, worker: i32): void` from a file of this folder, give it
// the next number in `dispatch` below (dense kernels: in tensor/kernels.ts) and the same number in ../threads/kernel-ids.ts.

import { decodeRows, encodeHalf } from './half';
import { projectRows, sparseProject } from './project';
import { signLists } from './signs';
import { meanNormAccumulate, sparseMean, spmm } from './spmm';
import { dispatchAttention } from './attention/kernels';
import { dispatchInfluence } from './influence/kernels';
import { dispatchSparse } from './sparse/kernels';
import { dispatchTensor } from './tensor/kernels';

const GENERATION: usize = 64;
const NEXT: usize = 128;
const COUNT: usize = 192;
const GRAIN: usize = 196;
const KERNEL: usize = 200;
const STOP: usize = 204;
const RUNNING: usize = 256;
const READY: usize = 320;
const ARGS: usize = 1024;

function dispatch(kernel: i32, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 0: spmm(ARGS, begin, end, worker); break;
    case 1: sparseMean(ARGS, begin, end, worker); break;
    case 2: meanNormAccumulate(ARGS, begin, end, worker); break;
    case 3: signLists(ARGS, begin, end, worker); break;
    case 4: projectRows(ARGS, begin, end, worker); break;
    case 5: sparseProject(ARGS, begin, end, worker); break;
    case 6: encodeHalf(ARGS, begin, end, worker); break;
    case 7: decodeRows(ARGS, begin, end, worker); break;
    default:
      if (kernel >= 112) dispatchInfluence(kernel, ARGS, begin, end, worker);
      else if (kernel >= 96) dispatchAttention(kernel, ARGS, begin, end, worker);
      else if (kernel >= 64) dispatchTensor(kernel, ARGS, begin, end, worker);
      else dispatchSparse(kernel, ARGS, begin, end, worker);
  }
}

/** Takes chunks until none is left. The caller of the pool and every worker run this. */
export function participate(worker: i32): void {
  const count = load<i32>(COUNT);
  const grain = load<i32>(GRAIN);
  const kernel = load<i32>(KERNEL);
  while (true) {
    const begin = atomic.add<i32>(NEXT, grain);
    if (begin >= count) return;
    const end = min(begin + grain, count);
    dispatch(kernel, begin, end, worker);
  }
}

/** Says that one worker is done with the present job; the last one wakes the caller. */
export function finish(): void {
  if (atomic.sub<i32>(RUNNING, 1) == 1) atomic.notify(RUNNING, 1);
}

/** A worker's whole life: sleep until the generation changes, take part, report. Returns when the pool closes. */
export function workerLoop(worker: i32, resume: i32): void {
  let seen = atomic.load<i32>(GENERATION);
  if (!resume) {
    atomic.add<i32>(READY, 1);
    atomic.notify(READY, 1);
  }
  while (true) {
    const now = atomic.load<i32>(GENERATION);
    if (now == seen) {
      atomic.wait<i32>(GENERATION, seen, -1);
      continue;
    }
    seen = now;
    if (atomic.load<i32>(STOP)) return;
    participate(worker);
    finish();
  }
}
