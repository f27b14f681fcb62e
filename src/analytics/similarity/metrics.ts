/** How alike two nodes are by the neighbours that they share. */
export const similarityMetrics = [
  'jaccard',
  'overlap',
  'cosine',
  'common-neighbours',
  'adamic-adar',
  'resource-allocation',
  'pathsim',
] as const;

/**
 * Of nodes u and v with neighbours in common:
 * - `jaccard`: their share of all neighbours of either; with weights the sum of the smaller over that of the larger weights (Ruzicka).
 * - `overlap`: their share of the neighbours of the one that has fewer; with weights the sum of the smaller weights over the smaller sum.
 * - `cosine`: of the vectors of weights.
 * - `common-neighbours`: their number.
 * - `adamic-adar`: the sum of 1 / log(nodes that each leads to) (Adamic and Adar 2003).
 * - `resource-allocation`: the sum of 1 / (nodes that each leads to) (Zhou, Lu, Zhang 2009).
 * - `pathsim`: twice the ways from u over a neighbour to v over the ways from u and from v back to themselves (Sun et al. 2011).
 */
export type SimilarityMetric = (typeof similarityMetrics)[number];

/** A metric as sums over common neighbours and a figure of either node. */
export interface MetricParts {
  /** What a common neighbour adds, from the two weights and the nodes that lead to it. */
  readonly share: (a: number, b: number, degree: number) => number;
  /** What an edge adds to the figure of its node. */
  readonly size: (weight: number) => number;
  /** The similarity, from the sum of shares and the figures of both nodes. */
  readonly value: (sum: number, a: number, b: number) => number;
  /** Whether parallel edges and self loops count, weights as numbers of ways. */
  readonly countsWays: boolean;
}

const one = () => 1;
const least = (a: number, b: number) => Math.min(a, b);
const sumOnly = (sum: number) => sum;

export const metricParts: Readonly<Record<SimilarityMetric, MetricParts>> = {
  jaccard: { share: least, size: (w) => w, value: (sum, a, b) => sum / (a + b - sum), countsWays: false },
  overlap: { share: least, size: (w) => w, value: (sum, a, b) => sum / Math.min(a, b), countsWays: false },
  cosine: {
    share: (a, b) => a * b,
    size: (w) => w * w,
    value: (sum, a, b) => sum / Math.sqrt(a * b),
    countsWays: false,
  },
  'common-neighbours': { share: one, size: one, value: sumOnly, countsWays: false },
  // Only a node and itself share a neighbour that one node leads to; it says nothing of how alike they are.
  'adamic-adar': { share: (_a, _b, d) => (d > 1 ? 1 / Math.log(d) : 0), size: one, value: sumOnly, countsWays: false },
  'resource-allocation': { share: (_a, _b, d) => 1 / d, size: one, value: sumOnly, countsWays: false },
  pathsim: { share: (a, b) => a * b, size: (w) => w * w, value: (sum, a, b) => (2 * sum) / (a + b), countsWays: true },
};
