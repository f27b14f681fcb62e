import { CountsInTime } from './counts-in-time.js';
import { numberPairs } from './edge-keys.js';

/** Edges of one relation, with times. */
export interface TimedEdges {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly numSources: number;
  readonly numTargets: number;
  /** Seconds; NaN where it is missing, [E]. */
  readonly times: Float64Array;
}

/** What came more often than before. */
export const burstEnds = ['pair', 'source', 'target'] as const;

/** Scores of edges and what they are made of, [E] each; NaN for an edge without a time. */
export interface TimedScores {
  /** -log of how likely the other end was, by what came before: the mean over both directions. */
  readonly rarity: Float64Array;
  /** Largest surprise at how many edges came in the bucket: of the pair, of the source, of the target. */
  readonly burst: Float64Array;
  /** Place in {@link burstEnds} of the largest. */
  readonly burstEnd: Uint8Array;
  /** Edges of that end in the bucket, and as many as were expected. */
  readonly count: Float64Array;
  readonly expected: Float64Array;
  /** How often the pair was there before. */
  readonly pairBefore: Int32Array;
  /** Whether the source, and the target, was there before. */
  readonly sourceSeen: Uint8Array;
  readonly targetSeen: Uint8Array;
}

/**
 * Scores of the edges of a relation in the order of time. Edges of the same instant are seen together, so that the order of rows does not matter: rarity
 * knows what came before the instant, bursts what came until it. O(E log E).
 */
export function scoreInTime(edges: TimedEdges, bucketSeconds: number): TimedScores {
  const { source, target, numSources, numTargets, times } = edges;
  const { pairs, numPairs } = numberPairs(source, target, numSources, numTargets);
  const counts = [new CountsInTime(numPairs), new CountsInTime(numSources), new CountsInTime(numTargets)] as const;
  const scores = emptyScores(times.length);
  const order = Uint32Array.from(times.keys())
    .filter((edge) => !Number.isNaN(times[edge]))
    .sort((a, b) => times[a]! - times[b]! || a - b);
  const first = order.length === 0 ? 0 : Math.floor(times[order[0]!]! / bucketSeconds);
  let [seen, sourcesSeen, targetsSeen] = [0, 0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const time = times[order[from]!]!;
    const bucket = Math.floor(time / bucketSeconds);
    while (to < order.length && times[order[to]!] === time) to++;
    const instant = order.subarray(from, to);
    for (const edge of instant) {
      const [together, own, other] = [pairs[edge]!, source[edge]!, target[edge]!].map((key, i) =>
        counts[i]!.total(key),
      );
      scores.pairBefore[edge] = together!;
      scores.sourceSeen[edge] = Number(own! > 0);
      scores.targetSeen[edge] = Number(other! > 0);
      const forward = (together! + (other! + 1) / (seen + targetsSeen + 1)) / (own! + 1);
      const backward = (together! + (own! + 1) / (seen + sourcesSeen + 1)) / (other! + 1);
      scores.rarity[edge] = -(Math.log(forward) + Math.log(backward)) / 2;
    }
    for (const edge of instant) {
      sourcesSeen += Number(counts[1].total(source[edge]!) === 0);
      targetsSeen += Number(counts[2].total(target[edge]!) === 0);
      for (const [i, key] of [pairs[edge]!, source[edge]!, target[edge]!].entries()) counts[i]!.add(key, bucket);
    }
    for (const edge of instant) {
      scores.burst[edge] = Number.NEGATIVE_INFINITY;
      for (const [i, key] of [pairs[edge]!, source[edge]!, target[edge]!].entries()) {
        const surprise = counts[i]!.surprise(key, bucket, bucket - first);
        if (surprise <= scores.burst[edge]!) continue;
        scores.burst[edge] = surprise;
        scores.burstEnd[edge] = i;
        scores.count[edge] = counts[i]!.within(key, bucket);
        scores.expected[edge] = counts[i]!.expected(key, bucket, bucket - first);
      }
    }
    seen += instant.length;
  }
  return scores;
}

function emptyScores(numEdges: number): TimedScores {
  const numbers = () => new Float64Array(numEdges).fill(Number.NaN);
  return {
    ...{ rarity: numbers(), burst: numbers(), count: numbers(), expected: numbers() },
    ...{ burstEnd: new Uint8Array(numEdges), pairBefore: new Int32Array(numEdges) },
    ...{ sourceSeen: new Uint8Array(numEdges), targetSeen: new Uint8Array(numEdges) },
  };
}
