// Kernels from number 112 on; the numbers' twins are in ../../threads/kernel-ids.ts.
import { rrSets } from './rr-sets';

export function dispatchInfluence(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 112: rrSets(args, begin, end, worker); break;
    default: unreachable();
  }
}
