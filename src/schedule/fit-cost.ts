import type { KindCost } from './cost-model.js';

/** A run of known size. */
export interface Sample {
  readonly flops: number;
  readonly bytes: number;
  readonly ms: number;
}

/** What an overhead has to gain, at the size of the fastest sample: few samples fit one that is not there. */
const DOUBT = 0.1;
/** A rate that is never the limit. */
const FREE = 1e15;

/**
 * The roofline closest to the samples of a kind, by the mean of |log(predicted / measured)|: overheads, and rates at which one of the
 * samples would be predicted exactly, are tried in all combinations. O(samples^3), for a dozen of them.
 */
export function fitCost(samples: readonly Sample[]): KindCost {
  const fastest = Math.min(...samples.map(({ ms }) => ms));
  let best: KindCost = { overhead: fastest, flopsPerMs: FREE, bytesPerMs: FREE };
  let bestMiss = Number.POSITIVE_INFINITY;
  for (const overhead of [0, 0.25 * fastest, 0.5 * fastest, 0.9 * fastest]) {
    const rates = (size: 'flops' | 'bytes') => [
      ...samples.filter((each) => each[size] > 0).map((each) => each[size] / (each.ms - overhead)),
      FREE,
    ];
    for (const flopsPerMs of rates('flops')) {
      for (const bytesPerMs of rates('bytes')) {
        const miss = samples.reduce(
          (sum, { flops, bytes, ms }) => {
            const predicted = overhead + Math.max(flops / flopsPerMs, bytes / bytesPerMs);
            return sum + Math.abs(Math.log(Math.max(predicted, 1e-9) / ms));
          },
          DOUBT * (overhead / fastest),
        );
        if (miss < bestMiss) [best, bestMiss] = [{ overhead, flopsPerMs, bytesPerMs }, miss];
      }
    }
  }
  return best;
}
