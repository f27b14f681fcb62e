// Kernels that work on the record of a coverage, which their first argument points at.
import { coverAll, coverCount as count, coverHeavy as findHeavy, coverSelect as select } from './coverage';
import { rrSets } from './rr-sets';

export function coverCount(args: usize, begin: i32, end: i32, worker: i32): void {
  count(<usize>load<u32>(args));
}

export function coverHeavy(args: usize, begin: i32, end: i32, worker: i32): void {
  findHeavy(<usize>load<u32>(args));
}

export function coverSelect(args: usize, begin: i32, end: i32, worker: i32): void {
  select(<usize>load<u32>(args));
}

/**
 * Selects seeds on one thread while the others sample sets. args: the record of a coverage, how many units its selection takes (those of
 * one chunk), then the args of `rrSets`, whose units follow.
 */
export function selectWhileSampling(args: usize, begin: i32, end: i32, worker: i32): void {
  const before = load<i32>(args, 4);
  if (begin < before) coverAll(<usize>load<u32>(args));
  else rrSets(args + 8, begin - before, end - before, worker);
}
