// The graph that communities are looked for in. Layout of its record (words of 32 bits; written by src/compute/kernels/communities.ts):
//   0 nodes, 1 indptr, 2 indices, 3 weights (float64) or 0 where all are 1, 4 shares out (float64 a node), 5 shares in, the same address
//   where directions do not count, 6 and 7 scale (float64).
// A node in a community C of others is worth their weight less scale * (out * sum of in over C + in * sum of out over C).

// @ts-ignore: decorator
@inline
export function word(record: usize, index: usize): usize {
  return <usize>load<u32>(record + (index << 2));
}

/** An array of 32-bit words. */
// @ts-ignore: decorator
@inline
export function at(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function put(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

/** An array of float64. */
// @ts-ignore: decorator
@inline
export function real(array: usize, index: i32): f64 {
  return load<f64>(array + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
export function setReal(array: usize, index: i32, value: f64): void {
  store<f64>(array + (<usize>index << 3), value);
}

// @ts-ignore: decorator
@inline
export function scaleOf(level: usize): f64 {
  return load<f64>(level, 24);
}
