// Kernels from number 112 on; the numbers' twins are in ../../threads/kernel-ids.ts.
import { coverAll, coverCount, coverHeavy, coverHits, coverSelect } from './coverage';
import { rrSets } from './rr-sets';

/**
 * args: the record of a coverage, how many units its selection stands for (those of one chunk), then the args of `rrSets`, whose units
 * follow: one thread selects while the others make sets.
 */
function rrSetsBeside(args: usize, begin: i32, end: i32, worker: i32): void {
  const before = load<i32>(args, 4);
  if (begin < before) coverAll(<usize>load<u32>(args));
  else rrSets(args + 8, begin - before, end - before, worker);
}

export function dispatchInfluence(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 112: rrSets(args, begin, end, worker); break;
    case 113: coverCount(<usize>load<u32>(args)); break;
    case 114: coverHeavy(<usize>load<u32>(args)); break;
    case 115: coverSelect(<usize>load<u32>(args)); break;
    case 116: coverHits(args, begin, end, worker); break;
    case 117: rrSetsBeside(args, begin, end, worker); break;
    default: unreachable();
  }
}
