/** Pairs of nodes that attract each other, each once, [pairs]. */
export interface Attraction {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Edges as pairs `source < target`, ascending: self loops left out, parallel and opposite edges as one of their summed weights. The same
 * bits whatever the order of the edges. O(E log E).
 */
export function attractionOf(
  numNodes: number,
  source: ArrayLike<number>,
  target: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Attraction {
  const keys = new Float64Array(source.length);
  const order: number[] = [];
  for (let e = 0; e < source.length; e++) {
    const [u, v] = [source[e]!, target[e]!];
    keys[e] = Math.min(u, v) * numNodes + Math.max(u, v);
    if (u !== v) order.push(e);
  }
  const weightOf = (e: number) => weights?.[e] ?? 1;
  order.sort((a, b) => keys[a]! - keys[b]! || weightOf(a) - weightOf(b));
  const pairs = { source: [] as number[], target: [] as number[], weight: [] as number[] };
  let last = -1;
  for (const e of order) {
    if (keys[e] === last) {
      pairs.weight[pairs.weight.length - 1]! += weightOf(e);
      continue;
    }
    last = keys[e]!;
    pairs.source.push(Math.min(source[e]!, target[e]!));
    pairs.target.push(Math.max(source[e]!, target[e]!));
    pairs.weight.push(weightOf(e));
  }
  return {
    source: Int32Array.from(pairs.source),
    target: Int32Array.from(pairs.target),
    weight: Float64Array.from(pairs.weight),
  };
}
