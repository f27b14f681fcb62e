/** Edges in the order of their times; where the rows of one time begin, and the end. */
export interface Arrivals {
  /** [E], nodes that edges come from and go to. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** [times + 1] */
  readonly starts: Int32Array;
  readonly numNodes: number;
}

/** Log likelihood of an exponent, and its first and second derivatives, over the edges to nodes that were there before. */
export interface Likelihood {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
  readonly numEdges: number;
}

/**
 * How likely it is that every edge goes to the node that it goes to, where a node of in-degree k is chosen in proportion to (k + 1)^exponent
 * among the nodes that have had an edge before. Edges of one time see the degrees before it. O(E), by sums over all nodes that are kept up.
 */
export function attachmentLikelihood({ source, target, starts, numNodes }: Arrivals, exponent: number): Likelihood {
  const degrees = new Int32Array(numNodes);
  const isThere = new Uint8Array(numNodes);
  const power = (k: number) => (k + 1) ** exponent;
  const log = (k: number) => Math.log(k + 1);
  // Sums over the nodes that are there of the power, and of the power times the logarithm and its square.
  let [s0, s1, s2] = [0, 0, 0];
  let [value, slope, curvature, numEdges] = [0, 0, 0, 0];
  const change = (k: number, sign: number) => {
    const [p, l] = [sign * power(k), log(k)];
    s0 += p;
    s1 += p * l;
    s2 += p * l * l;
  };
  const join = (node: number) => {
    if (isThere[node] === 1) return;
    isThere[node] = 1;
    change(degrees[node]!, 1);
  };
  for (let t = 0; t + 1 < starts.length; t++) {
    for (let e = starts[t]!; e < starts[t + 1]!; e++) {
      if (isThere[target[e]!] === 0) continue;
      const l = log(degrees[target[e]!]!);
      const mean = s1 / s0;
      value += exponent * l - Math.log(s0);
      slope += l - mean;
      curvature -= s2 / s0 - mean * mean;
      numEdges++;
    }
    for (let e = starts[t]!; e < starts[t + 1]!; e++) {
      join(source[e]!);
      join(target[e]!);
      const node = target[e]!;
      change(degrees[node]!, -1);
      degrees[node]!++;
      change(degrees[node]!, 1);
    }
  }
  return { value, slope, curvature, numEdges };
}
