// Fork-join on shared memory. Control words lie in the first page, below everything the compiler places: a block of 4096 bytes for the
// pool, at 0, and one for each partition of its processors, which works beside it on the same memory.
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
const SPIN: usize = 208;
const GATE: usize = 256;
const READY: usize = 320;
const FOLLOWERS: usize = 212;
const ARGS: usize = 1024;

/** Where this thread's control block lies; a global, so every instance, and with it every thread, has its own. */
let control: usize = 0;

/** For a thread of a partition, before anything else. */
export function useControl(at: usize): void {
  control = at;
}

/** In GATE: the present job may be entered. The bits below count the workers inside. */
const OPEN: i32 = 1 << 30;

function dispatch(kernel: i32, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 0: spmm(control + ARGS, begin, end, worker); break;
    case 1: sparseMean(control + ARGS, begin, end, worker); break;
    case 2: meanNormAccumulate(control + ARGS, begin, end, worker); break;
    case 3: signLists(control + ARGS, begin, end, worker); break;
    case 4: projectRows(control + ARGS, begin, end, worker); break;
    case 5: sparseProject(control + ARGS, begin, end, worker); break;
    case 6: encodeHalf(control + ARGS, begin, end, worker); break;
    case 7: decodeRows(control + ARGS, begin, end, worker); break;
    default:
      if (kernel >= 112) dispatchInfluence(kernel, control + ARGS, begin, end, worker);
      else if (kernel >= 96) dispatchAttention(kernel, control + ARGS, begin, end, worker);
      else if (kernel >= 64) dispatchTensor(kernel, control + ARGS, begin, end, worker);
      else dispatchSparse(kernel, control + ARGS, begin, end, worker);
  }
}

/** Takes chunks until none is left. The caller of the pool and every worker run this. */
export function participate(worker: i32): void {
  const count = load<i32>(control + COUNT);
  const grain = load<i32>(control + GRAIN);
  const kernel = load<i32>(control + KERNEL);
  while (true) {
    const begin = atomic.add<i32>(control + NEXT, grain);
    if (begin >= count) return;
    const end = min(begin + grain, count);
    dispatch(kernel, begin, end, worker);
  }
}

/** Goes into the present job; false where it is over already. */
function enter(): bool {
  let gate = atomic.load<i32>(control + GATE);
  while (gate & OPEN) {
    const found = atomic.cmpxchg<i32>(control + GATE, gate, gate + 1);
    if (found == gate) return true;
    gate = found;
  }
  return false;
}

/** Leaves the job; the last one to leave a closed gate wakes the caller. */
function leave(): void {
  if (atomic.sub<i32>(control + GATE, 1) == 1) atomic.notify(control + GATE, 1);
}

/**
 * A pause of about eighty cycles: four square roots, each waiting for the one before, leave the execution units to the other thread of
 * the core, as the pause instruction would, which WebAssembly does not have. From x >= 1 comes one.
 */
// @ts-ignore: decorator
@inline
function pause(x: f64): f64 {
  return sqrt<f64>(sqrt<f64>(sqrt<f64>(sqrt<f64>(x))));
}

/** Looks at the word until it is (or no longer is) this value, so many times at most; true where it came to that. */
// @ts-ignore: decorator
@inline
function spin(word: usize, value: i32, equal: bool, turns: i32): bool {
  let x: f64 = 2;
  for (let i = 0; i < turns && x >= 1; i++) {
    if ((atomic.load<i32>(word) == value) == equal) return true;
    x = pause(x);
  }
  return false;
}

/** For the leader of a partition: offers a job to its followers. @returns whether they may take part: then `closeJob` must follow */
export function openJob(kernel: i32, count: i32, grain: i32): bool {
  store<i32>(control + NEXT, 0);
  store<i32>(control + COUNT, count);
  store<i32>(control + GRAIN, grain);
  store<i32>(control + KERNEL, kernel);
  const followers = load<i32>(control + FOLLOWERS);
  if (followers == 0 || count <= grain || atomic.load<i32>(control + READY) < followers) return false;
  atomic.store<i32>(control + GATE, OPEN);
  atomic.add<i32>(control + GENERATION, 1);
  atomic.notify(control + GENERATION, -1);
  return true;
}

/** For the leader, when nothing is left to take: waits for the followers that are inside. */
export function closeJob(): void {
  atomic.and<i32>(control + GATE, ~OPEN);
  spinUntilOut();
  for (let inside = atomic.load<i32>(control + GATE); inside != 0; inside = atomic.load<i32>(control + GATE)) {
    atomic.wait<i32>(control + GATE, inside, -1);
  }
}

/** For the caller, when it has closed the gate: waits a little for the workers to be out; not for long, which is for a sleep. */
export function spinUntilOut(): void {
  spin(control + GATE, 0, true, load<i32>(control + SPIN));
}

/**
 * A worker's whole life: wait until the generation changes, take part if there is still something to take part in. Returns when the
 * pool closes. After a trap, which leaves a worker inside its job, it is called again with `resume`.
 */
export function workerLoop(worker: i32, resume: i32): void {
  let seen = atomic.load<i32>(control + GENERATION);
  if (resume) leave();
  else {
    atomic.add<i32>(control + READY, 1);
    atomic.notify(control + READY, 1);
  }
  while (!atomic.load<i32>(control + STOP)) {
    const now = atomic.load<i32>(control + GENERATION);
    if (now == seen) {
      if (!spin(control + GENERATION, seen, false, load<i32>(control + SPIN))) atomic.wait<i32>(control + GENERATION, seen, -1);
      continue;
    }
    seen = now;
    if (enter()) {
      participate(worker);
      leave();
    }
  }
}
