import { HeteroGraphError } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import type { PlainEdges } from '../network/from-edges.js';

/**
 * How a count of interactions becomes a probability.
 * - `repeats`: each one is a try that succeeds with `probability`: 1 - (1 - p)^count.
 * - `share-of-source`: count / all interactions of the source: whom u turns to.
 * - `share-of-target`: count / all interactions with the target: who turns to v. They add up to 1 and so fit a linear threshold.
 * - `rate`: count / tries of the edge (messages sent, say), [E].
 * - `saturating`: count / (count + half).
 */
export type CountRule =
  | { readonly rule: 'repeats'; readonly probability: number }
  | { readonly rule: 'share-of-source' }
  | { readonly rule: 'share-of-target' }
  | { readonly rule: 'rate'; readonly tries: ArrayLike<number> }
  | { readonly rule: 'saturating'; readonly half: number };

/**
 * Probabilities of edges from how often their ends had to do with each other, [E]; 0 where never. O(N + E).
 *
 * @param counts of every edge, finite, at least 0; weights that are no whole numbers will do, [E]
 * @throws {HeteroGraphError} SHAPE_MISMATCH; INVALID_OPTION naming the row of a bad count or of more successes than tries
 */
export function countsToProbabilities(edges: PlainEdges, counts: ArrayLike<number>, rule: CountRule): Float32Array {
  checkCall('countRule', rule);
  check(edges, counts, rule);
  const of = probabilityOf(edges, counts, rule);
  return Float32Array.from({ length: counts.length }, (_, e) => (counts[e] === 0 ? 0 : of(e, counts[e]!)));
}

function probabilityOf({ numNodes, source, target }: PlainEdges, counts: ArrayLike<number>, rule: CountRule) {
  switch (rule.rule) {
    case 'repeats':
      return (_: number, count: number) => -Math.expm1(count * Math.log1p(-rule.probability));
    case 'saturating':
      return (_: number, count: number) => count / (count + rule.half);
    case 'rate':
      return (e: number, count: number) => count / rule.tries[e]!;
    default: {
      const end = rule.rule === 'share-of-source' ? source : target;
      const sums = new Float64Array(numNodes);
      for (let e = 0; e < end.length; e++) sums[end[e]!]! += counts[e]!;
      return (e: number, count: number) => count / sums[end[e]!]!;
    }
  }
}

function check({ source, target }: PlainEdges, counts: ArrayLike<number>, rule: CountRule): void {
  const lengths = [target, counts, ...(rule.rule === 'rate' ? [rule.tries] : [])].map((each) => each.length);
  if (lengths.some((length) => length !== source.length)) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `There are ${source.length} edges, but ${lengths.find((length) => length !== source.length)} targets, counts or tries.`,
      {
        hint: 'Give one of each for every edge, in the order of the edges.',
      },
    );
  }
  const bad = (message: string, column: string, row?: number, hint?: string) =>
    new HeteroGraphError('INVALID_OPTION', message, { column, row, hint });
  if (rule.rule === 'repeats' && !(rule.probability >= 0 && rule.probability <= 1)) {
    throw bad(`probability is ${rule.probability}.`, 'probability', undefined, 'Use a number in [0, 1].');
  }
  if (rule.rule === 'saturating' && !(rule.half > 0)) {
    throw bad(`half is ${rule.half}.`, 'half', undefined, 'Use a count above 0.');
  }
  for (let e = 0; e < counts.length; e++) {
    if (!(counts[e]! >= 0 && Number.isFinite(counts[e]!))) {
      throw bad(`A count is ${counts[e]}.`, 'counts', e, 'Use finite numbers from 0.');
    }
    if (rule.rule === 'rate' && !(rule.tries[e]! >= counts[e]! && Number.isFinite(rule.tries[e]!))) {
      throw bad(`${counts[e]} of ${rule.tries[e]} tries succeeded.`, 'tries', e, 'Give at least as many tries.');
    }
  }
}
