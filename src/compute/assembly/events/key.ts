// The key that a thread is at: its events in the order of time, what is known of them, and the questions about them. Every thread has globals of its own.

import { between } from './running-sum';

/** Seconds. */
export const DAY: f64 = 86400;

/** What aggregates need of the numbers of a key, as bits. */
export const SUMS: i32 = 1;
export const SQUARES: i32 = 2;
export const PRODUCTS: i32 = 4;

/** Times of the key's events, f64 [count]. */
export let times: usize = 0;
/** Rows of the key's events, i32 [count]. */
export let rows: usize = 0;
export let count: i32 = 0;
/** Do any two events of the index have the same time? Then `firsts` holds. */
export let hasTies: bool = false;
/** Of each event its number, NaN where it is missing (f64), or its code, -1 where it is missing (i32), [count]. */
export let at: usize = 0;
/** How many values there are before each event, i32 [count + 1]. */
export let known: usize = 0;
/** Of each event the first one at the same time, i32 [count]. */
export let firsts: usize = 0;
/** For an aggregate while it works, i32 [count + 1]. */
export let places: usize = 0;
/** Of each code how many events have it: zero between two keys, i32 [codes]. */
export let counts: usize = 0;
export let sums: usize = 0;
/** Of the squares of the numbers less `origin`. */
export let squares: usize = 0;
/** Of the days since the first event, where there is a number; their squares; numbers less `origin`; days times those. */
export let days: usize = 0;
export let squaredDays: usize = 0;
export let shifted: usize = 0;
export let products: usize = 0;
/** The first number of the key, which is taken from all others before they are squared; 0 where there is none. */
export let origin: f64 = 0;

/** Takes the places of a thread's arrays. @param offsets bytes from `base`, i32, in the order of the arrays above from `at` on */
export function useScratch(base: usize, offsets: usize): void {
  at = base + <usize>load<u32>(offsets);
  known = base + <usize>load<u32>(offsets, 4);
  firsts = base + <usize>load<u32>(offsets, 8);
  places = base + <usize>load<u32>(offsets, 12);
  counts = base + <usize>load<u32>(offsets, 16);
  sums = base + <usize>load<u32>(offsets, 20);
  squares = base + <usize>load<u32>(offsets, 24);
  days = base + <usize>load<u32>(offsets, 28);
  squaredDays = base + <usize>load<u32>(offsets, 32);
  shifted = base + <usize>load<u32>(offsets, 36);
  products = base + <usize>load<u32>(offsets, 40);
}

export function goTo(keyTimes: usize, keyRows: usize, events: i32, ties: bool): void {
  times = keyTimes;
  rows = keyRows;
  count = events;
  hasTies = ties;
}

export function setOrigin(value: f64): void {
  origin = value;
}

// @ts-ignore: decorator
@inline
export function numberAt(place: i32): f64 {
  return load<f64>(at + (<usize>place << 3));
}

// @ts-ignore: decorator
@inline
export function codeAt(place: i32): i32 {
  return load<i32>(at + (<usize>place << 2));
}

// @ts-ignore: decorator
@inline
export function knownBetween(from: i32, to: i32): i32 {
  return load<i32>(known + (<usize>to << 2)) - load<i32>(known + (<usize>from << 2));
}

// @ts-ignore: decorator
@inline
export function firstOf(place: i32): i32 {
  return hasTies ? load<i32>(firsts + (<usize>place << 2)) : place;
}

/** Mean of the numbers of the events at one time, of which `last` is the last; NaN where there is none. */
export function meanAt(last: i32): f64 {
  const first = firstOf(last);
  const number = knownBetween(first, last + 1);
  return number == 1 ? numberAt(first) : between(sums, first, last + 1) / <f64>number;
}

export function fillFirsts(): void {
  let first = 0;
  for (let i = 0; i < count; i++) {
    if (load<f64>(times + (<usize>i << 3)) != load<f64>(times + (<usize>first << 3))) first = i;
    store<i32>(firsts + (<usize>i << 2), first);
  }
}
