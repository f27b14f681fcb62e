// Kernels from number 112 on; the numbers' twins are in ../../threads/kernel-ids.ts.
import { coverCount, coverHeavy, coverHits, coverSelect } from './coverage';
import { rrSets } from './rr-sets';

export function dispatchInfluence(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 112: rrSets(args, begin, end, worker); break;
    case 113: coverCount(args, begin, end, worker); break;
    case 114: coverHeavy(args, begin, end, worker); break;
    case 115: coverSelect(args, begin, end, worker); break;
    case 116: coverHits(args, begin, end, worker); break;
    default: unreachable();
  }
}
