import type { Answer } from './each-key.js';
import type { KeyCodes } from './key-codes.js';
import type { KeyNumbers } from './key-numbers.js';
import type { Spans } from './spans.js';

/**
 * The number at the last time but `back` (0: the last) at which there were events, NaN where it is missing then; of several events at that time the mean of
 * their numbers. Left as it is where there are not so many times. O(questions x back). Needs `sums`.
 */
export function lag(out: Float64Array, { order, end }: Spans, back: number): Answer<KeyNumbers> {
  return (numbers, first, last) => {
    const { firsts, at } = numbers;
    for (let i = first; i < last; i++) {
      let to = end[i]!;
      if (!firsts) to -= back;
      else for (let step = 0; step < back && to > 0; step++) to = firsts[to - 1]!;
      if (to > 0) out[order[i]!] = firsts ? numbers.meanAt(to - 1) : at[to - 1]!;
    }
  };
}

/** The last number that is not missing; of several at that time their mean. Left as it is where there is none. Needs `sums`. */
export function lastNumber(out: Float64Array, { order, end, index }: Spans): Answer<KeyNumbers> {
  const latest = new Int32Array(index.longest + 1);
  return (numbers, first, last) => {
    fillLatest(latest, numbers);
    for (let i = first; i < last; i++) {
      const at = latest[end[i]!]!;
      if (at > 0) out[order[i]!] = numbers.meanAt(at - 1);
    }
  };
}

/** The last code that is not missing; of several at that time the smallest. Left as it is where there is none. */
export function lastCode(out: Float64Array, { order, end, index }: Spans): Answer<KeyCodes> {
  const latest = new Int32Array(index.longest + 1);
  return (codes, first, last) => {
    fillLatest(latest, codes);
    for (let i = first; i < last; i++) {
      const at = latest[end[i]!]! - 1;
      // Codes of one time are sorted.
      if (at >= 0) out[order[i]!] = codes.at[codes.firsts ? codes.firsts[at]! : at]!;
    }
  };
}

/** Of each number of events, behind which of them the last known one is; 0: there is none. */
function fillLatest(
  latest: Int32Array,
  { known, count }: { readonly known: Int32Array; readonly count: number },
): void {
  for (let i = 0; i < count; i++) latest[i + 1] = known[i + 1]! > known[i]! ? i + 1 : latest[i]!;
}
