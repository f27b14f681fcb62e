/**
 * x y + sum of four lanes: in the module for engines with relaxed SIMD one instruction, which most processors round once, in the
 * other two. Which of them runs decides bits, never how many threads do.
 */
// @ts-ignore: decorator
@inline
export function madd(x: v128, y: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, sum) : f32x4.add(sum, f32x4.mul(x, y));
}

/** sum + weight x, or sum + x; `weighted` is a constant where this is called. */
// @ts-ignore: decorator
@inline
export function addTerm(sum: v128, x: v128, weight: v128, weighted: bool): v128 {
  return weighted ? madd(weight, x, sum) : f32x4.add(sum, x);
}
