// Steps of walks along the edges of a CSR in float64. Every row is summed in one order, and figures over rows are summed by blocks of a
// fixed number of rows, so that neither threads nor chunks decide a bit.

/** Rows of a block, whose figures are summed together. */
const BLOCK: i32 = 1024;

// Two sums, so that an addition need not wait for the one before.

// @ts-ignore: decorator
@inline
function rowSum(indices: usize, weights: usize, start: i32, stop: i32, x: usize): f64 {
  let a: f64 = 0, b: f64 = 0;
  let e = start;
  if (weights) {
    for (; e + 1 < stop; e += 2) {
      const at = indices + (<usize>e << 2), w = weights + (<usize>e << 3);
      a += load<f64>(w) * load<f64>(x + (<usize>load<u32>(at) << 3));
      b += load<f64>(w, 8) * load<f64>(x + (<usize>load<u32>(at, 4) << 3));
    }
    if (e < stop) a += load<f64>(weights + (<usize>e << 3)) * load<f64>(x + (<usize>load<u32>(indices + (<usize>e << 2)) << 3));
  } else {
    for (; e + 1 < stop; e += 2) {
      const at = indices + (<usize>e << 2);
      a += load<f64>(x + (<usize>load<u32>(at) << 3));
      b += load<f64>(x + (<usize>load<u32>(at, 4) << 3));
    }
    if (e < stop) a += load<f64>(x + (<usize>load<u32>(indices + (<usize>e << 2)) << 3));
  }
  return a + b;
}

/** out[r] = SUM over the entries of row r of weight * x[column]. args: indptr, indices, weights|0, x, out. Units are rows. */
export function walkSum(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const weights = <usize>load<u32>(args, 8);
  const x = <usize>load<u32>(args, 12);
  const out = <usize>load<u32>(args, 16);
  for (let r = begin; r < end; r++) {
    const bounds = indptr + (<usize>r << 2);
    store<f64>(out + (<usize>r << 3), rowSum(indices, weights, load<i32>(bounds), load<i32>(bounds, 4), x));
  }
}

/**
 * One iteration of PageRank: rank[r] = damping * SUM of passed[column] + share * chance[r], share being what restarts and what nodes
 * without edges give away; passedOn[r] = rank[r] * scale[r]; figures[2b] the change of the ranks of block b, figures[2b + 1] the rank of
 * its nodes without edges, those of scale 0. Without chances all have 1. args: indptr, indices, weights|0, passed, rank, scale, chance|0,
 * passedOn, figures, numbers (damping, share), rows. Units are blocks of 1024 rows.
 */
export function pageRankStep(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const weights = <usize>load<u32>(args, 8);
  const passed = <usize>load<u32>(args, 12);
  const rank = <usize>load<u32>(args, 16);
  const scale = <usize>load<u32>(args, 20);
  const chance = <usize>load<u32>(args, 24);
  const passedOn = <usize>load<u32>(args, 28);
  const figures = <usize>load<u32>(args, 32);
  const numbers = <usize>load<u32>(args, 36);
  const rows = load<i32>(args, 40);
  const damping = load<f64>(numbers), share = load<f64>(numbers, 8);
  for (let block = begin; block < end; block++) {
    const stop = min(rows, (block + 1) * BLOCK);
    let change: f64 = 0, stuck: f64 = 0;
    for (let r = block * BLOCK; r < stop; r++) {
      const bounds = indptr + (<usize>r << 2), at = <usize>r << 3;
      const sum = rowSum(indices, weights, load<i32>(bounds), load<i32>(bounds, 4), passed);
      const next = damping * sum + (chance ? share * load<f64>(chance + at) : share);
      const factor = load<f64>(scale + at);
      change += abs(next - load<f64>(rank + at));
      if (factor == 0) stuck += next;
      store<f64>(rank + at, next);
      store<f64>(passedOn + at, next * factor);
    }
    store<f64>(figures + (<usize>block << 4), change);
    store<f64>(figures + (<usize>block << 4), stuck, 8);
  }
}
