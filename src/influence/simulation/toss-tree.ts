import { HeteroGraphError } from '../../core/index.js';

/** Decides something that happens with probability p. */
export type Toss = (p: number) => boolean;

/**
 * The exact mean of a random process: runs it once for every way its tosses can fall, depth first. O(ways).
 *
 * @throws {HeteroGraphError} TOO_LARGE where there are more than `limit` ways
 */
export function meanOverTosses(process: (toss: Toss) => number, limit: number): number {
  const path: boolean[] = [];
  let mean = 0;
  for (let ways = 1; ; ways++) {
    if (ways > limit) {
      throw new HeteroGraphError(
        'TOO_LARGE',
        `There are more than ${limit} combinations of edges that carry influence or do not.`,
        {
          hint: 'Use simulateSpread, or take fewer edges.',
        },
      );
    }
    let depth = 0;
    let chance = 1;
    const value = process((p) => {
      if (p <= 0 || p >= 1) return p >= 1;
      if (depth === path.length) path.push(true);
      const side = path[depth++]!;
      chance *= side ? p : 1 - p;
      return side;
    });
    mean += chance * value;
    while (path.length > 0 && !path.at(-1)) path.pop();
    if (path.length === 0) return mean;
    path[path.length - 1] = false;
  }
}
