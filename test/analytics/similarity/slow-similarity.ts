import type { SimilarityMetric } from '../../../src/analytics/index.js';
import type { TestGraph } from '../small-graphs.js';

/** Similarity of two nodes by its definition, from sets and sums of neighbours along the arcs. */
export function slowSimilarity({ numNodes, arcs, hasWeights }: TestGraph, metric: SimilarityMetric) {
  const countsWays = metric === 'pathsim';
  const used = arcs.filter(([a, b]) => countsWays || a !== b);
  const weightOf = (a: number, b: number) => {
    const parallel = used.filter(([from, to]) => from === a && to === b);
    if (parallel.length === 0) return 0;
    return hasWeights || countsWays ? parallel.reduce((sum, [, , w]) => sum + w, 0) : 1;
  };
  const nodes = Array.from({ length: numNodes }, (_, v) => v);
  const isNeighbour = (a: number, b: number) => used.some(([from, to]) => from === a && to === b);
  const sum = (of: (w: number) => number) => nodes.reduce((total, w) => total + of(w), 0);
  return (a: number, b: number): number => {
    const common = nodes.filter((w) => isNeighbour(a, w) && isNeighbour(b, w));
    const degrees = common.map((w) => nodes.filter((u) => isNeighbour(u, w)).length);
    const part = (over: number, under: number) => (over > 0 ? over / under : 0);
    const least = sum((w) => Math.min(weightOf(a, w), weightOf(b, w)));
    const dot = (x: number, y: number) => sum((w) => weightOf(x, w) * weightOf(y, w));
    switch (metric) {
      case 'jaccard':
        return part(
          least,
          sum((w) => Math.max(weightOf(a, w), weightOf(b, w))),
        );
      case 'overlap':
        return part(
          least,
          Math.min(
            sum((w) => weightOf(a, w)),
            sum((w) => weightOf(b, w)),
          ),
        );
      case 'cosine':
        return part(dot(a, b), Math.sqrt(dot(a, a) * dot(b, b)));
      case 'common-neighbours':
        return common.length;
      case 'adamic-adar':
        return degrees.reduce((total, d) => total + (d > 1 ? 1 / Math.log(d) : 0), 0);
      case 'resource-allocation':
        return degrees.reduce((total, d) => total + 1 / d, 0);
      case 'pathsim':
        return part(2 * dot(a, b), dot(a, a) + dot(b, b));
    }
  };
}
