// Fork-join on shared memory. Control words lie in the first page, below everything the compiler places.
// To add a kernel: export `(args: usize, begin: i32, end: i32, worker: i32): void` from a file of this folder and name it in ../layout.json.

import { ARGUMENTS, COUNT, GATE, GENERATION, GRAIN, KERNEL, MOST, NEXT, READY, SPIN, STOP } from './generated/control';
import { dispatch } from './generated/dispatch';

/** In GATE: the present job may be entered. The bits below count the workers inside. */
const OPEN: i32 = 1 << 30;

/** Takes chunks until none is left. The caller of the pool and every worker run this. */
export function participate(worker: i32): void {
  const count = load<i32>(COUNT);
  const grain = load<i32>(GRAIN);
  const kernel = load<i32>(KERNEL);
  while (true) {
    const begin = atomic.add<i32>(NEXT, grain);
    if (begin >= count) return;
    const end = min(begin + grain, count);
    dispatch(kernel, ARGUMENTS, begin, end, worker);
  }
}

/** Runs a kernel of one unit at once, on a thread that is none of the pool's. */
export function runTask(kernel: i32, args: usize): void {
  dispatch(kernel, args, 0, 1, 0);
}

/** Goes into the present job; false where it is over already. */
function enter(): bool {
  let gate = atomic.load<i32>(GATE);
  while (gate & OPEN) {
    const found = atomic.cmpxchg<i32>(GATE, gate, gate + 1);
    if (found == gate) return true;
    gate = found;
  }
  return false;
}

/** Leaves the job; the last one to leave a closed gate wakes the caller. */
function leave(): void {
  if (atomic.sub<i32>(GATE, 1) == 1) atomic.notify(GATE, 1);
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

/** For the caller, when it has closed the gate: waits a little for the workers to be out; not for long, which is for a sleep. */
export function spinUntilOut(): void {
  spin(GATE, 0, true, load<i32>(SPIN));
}

/**
 * A worker's whole life: wait until the generation changes, take part if there is still something to take part in. Returns when the
 * pool closes. After a trap, which leaves a worker inside its job, it is called again with `resume`.
 */
export function workerLoop(worker: i32, resume: i32): void {
  let seen = atomic.load<i32>(GENERATION);
  if (resume) leave();
  else {
    atomic.add<i32>(READY, 1);
    atomic.notify(READY, 1);
  }
  while (!atomic.load<i32>(STOP)) {
    const now = atomic.load<i32>(GENERATION);
    if (now == seen) {
      if (!spin(GENERATION, seen, false, load<i32>(SPIN))) atomic.wait<i32>(GENERATION, seen, -1);
      continue;
    }
    seen = now;
    if (enter()) {
      if (worker < load<i32>(MOST)) participate(worker);
      leave();
    }
  }
}
