import { RandomStream } from '../../src/core/index.js';
import type { Measurements } from '../../src/ranking/index.js';

/** What is planted: names, and the strength of each with a mean of 0. */
export interface Planted {
  readonly names: readonly string[];
  readonly strengths: Float64Array;
  readonly measurements: Measurements;
}

/**
 * Contestants with normal strengths, measured on tasks of different difficulty, scale and direction, each pair with probability `share`: what is observed is
 * strength + Gumbel noise on the scale of the task, so that orders are those of Plackett and Luce. With `isBinary`: right or wrong by Rasch's model.
 */
export function plantedMeasurements(
  numContestants: number,
  numTasks: number,
  share: number,
  seed: number,
  { spread = 2, isBinary = false } = {},
): Planted {
  const random = new RandomStream(seed, 'planted ranking');
  const names = Array.from({ length: numContestants }, (_, i) => `m${i}`);
  const strengths = Float64Array.from(names, () => spread * random.nextNormal());
  const mean = strengths.reduce((sum, value) => sum + value, 0) / numContestants;
  for (let i = 0; i < numContestants; i++) strengths[i]! -= mean;
  const [contestant, task, value]: [string[], string[], number[]] = [[], [], []];
  const better: Record<string, 'larger' | 'smaller'> = {};
  for (let t = 0; t < numTasks; t++) {
    const [difficulty, scale, isSmaller] = [2 * random.nextNormal(), Math.exp(3 * random.nextNormal()), t % 3 === 0];
    let numMeasured = 0;
    for (let i = 0; i < numContestants; i++) {
      if (random.next() >= share) continue;
      const noise = -Math.log(-Math.log((random.nextUint32() + 0.5) / 4294967296));
      const chance = 1 / (1 + Math.exp(difficulty - strengths[i]!));
      const score = isBinary ? (random.next() < chance ? 1 : 0) : difficulty + strengths[i]! + noise;
      contestant.push(names[i]!);
      task.push(`t${t}`);
      value.push((isSmaller ? -1 : 1) * (isBinary ? score : scale * score));
      numMeasured++;
    }
    if (isSmaller && numMeasured > 0) better[`t${t}`] = 'smaller';
  }
  return { names, strengths, measurements: { contestant, task, value, better } };
}
