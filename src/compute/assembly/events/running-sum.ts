// Running sums along the events of a key, each as the sum of two numbers: what rounding takes from the first is in the second. So the sum of a span, which is
// a difference, is exact to the last bits whatever went before it, such as one huge amount years ago.

let sum: f64 = 0;
let rest: f64 = 0;

/** Begins at a key's first event. @param sums [count + 1] pairs */
// @ts-ignore: decorator
@inline
export function begin(sums: usize): void {
  sum = 0;
  rest = 0;
  store<f64>(sums, 0);
  store<f64>(sums, 0, 8);
}

/** Takes the term of the next event, which is the `i`-th. */
// @ts-ignore: decorator
@inline
export function add(sums: usize, i: usize, term: f64): void {
  const next = sum + term;
  const added = next - sum;
  rest += sum - (next - added) + (term - added);
  sum = next;
  store<f64>(sums + (i << 4), sum, 16);
  store<f64>(sums + (i << 4), rest, 24);
}

/** Sum of the terms from `start` to `end`. */
// @ts-ignore: decorator
@inline
export function between(sums: usize, start: i32, end: i32): f64 {
  const low = sums + (<usize>start << 4);
  const high = sums + (<usize>end << 4);
  return load<f64>(high) - load<f64>(low) + (load<f64>(high, 8) - load<f64>(low, 8));
}
