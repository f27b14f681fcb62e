// Random words of a batch: SplitMix64 from a state that the caller derives from (seed, epoch, batch).
import { GOLDEN, mix, uniform } from '../influence/words';

let state: u64 = 0;

// @ts-ignore: decorator
@inline
export function begin(start: u64): void {
  state = start;
}

// @ts-ignore: decorator
@inline
function word(): u64 {
  state += GOLDEN;
  return mix(state);
}

/** A whole number in [0, bound), every one equally likely (Lemire 2019, "Fast random integer generation in an interval"). */
// @ts-ignore: decorator
@inline
export function below(bound: u32): u32 {
  let product = (word() >> 32) * <u64>bound;
  if (<u32>product < bound) {
    const threshold: u32 = (0 - bound) % bound;
    while (<u32>product < threshold) product = (word() >> 32) * <u64>bound;
  }
  return <u32>(product >> 32);
}

/** A number in (0, 1]. */
// @ts-ignore: decorator
@inline
export function positive(): f64 {
  return 1.0 - uniform(word());
}
