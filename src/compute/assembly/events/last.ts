// What there was last.

import * as key from './key';
import { endOf, from, put, to } from './operation';

/**
 * The number at the last time but some (word 3; 0: the last) at which there were events, NaN where it is missing then; of several events at that time the mean
 * of their numbers. NaN where there are not so many times.
 */
export function lag(operation: usize): void {
  const back = load<i32>(operation, 12);
  for (let i = from; i < to; i++) {
    let place = endOf(i);
    if (!key.hasTies) place -= back;
    else for (let step = 0; step < back && place > 0; step++) place = key.firstOf(place - 1);
    put(operation, i, place <= 0 ? NaN : key.hasTies ? key.meanAt(place - 1) : key.numberAt(place - 1));
  }
}

/** The last number that is not missing; of several at that time their mean. NaN where there is none. */
export function lastNumber(operation: usize): void {
  fillLatest();
  for (let i = from; i < to; i++) {
    const place = latest(i);
    put(operation, i, place > 0 ? key.meanAt(place - 1) : NaN);
  }
}

/** The last code that is not missing; of several at that time the smallest. NaN where there is none. */
export function lastCode(operation: usize): void {
  fillLatest();
  for (let i = from; i < to; i++) {
    const place = latest(i) - 1;
    // Codes of one time are sorted.
    put(operation, i, place >= 0 ? <f64>key.codeAt(key.firstOf(place)) : NaN);
  }
}

// @ts-ignore: decorator
@inline
function latest(question: usize): i32 {
  return load<i32>(key.places + (<usize>endOf(question) << 2));
}

/** Of each number of events, behind which of them the last known one is; 0: there is none. */
function fillLatest(): void {
  let last = 0;
  store<i32>(key.places, 0);
  for (let i = 0; i < key.count; i++) {
    if (key.knownBetween(i, i + 1) > 0) last = i + 1;
    store<i32>(key.places + (<usize>i << 2), last, 4);
  }
}
