import type { RandomStream } from '../../core/index.js';
import { UNSEEN } from '../table/dictionary.js';
import type { ApeSettings } from './settings.js';

type NoiseSettings = Pick<ApeSettings, 'objective' | 'uniformNoise' | 'maskRate'>;

/** From what noise is drawn, column by column: an unseen value, or one by a mixture of even and observed shares. */
export interface Noise {
  readonly starts: Int32Array;
  /** By row of the parameters: sums of the shares of the known values up to it within its column. */
  readonly sums: Float64Array;
  readonly settings: NoiseSettings;
}

/** @param counts by row of the parameters, how often each value was seen, in all events so far; each is taken as seen once more */
export function noiseOf(starts: Int32Array, counts: Float64Array, settings: NoiseSettings): Noise {
  const { uniformNoise } = settings;
  const sums = new Float64Array(counts.length);
  for (let column = 0; column + 1 < starts.length; column++) {
    const first = starts[column]!;
    const size = starts[column + 1]! - first - 1;
    let total = 0;
    for (let code = 1; code <= size; code++) total += counts[first + code]! + 1;
    for (let code = 1; code <= size; code++) {
      const observed = (counts[first + code]! + 1) / total;
      sums[first + code] = sums[first + code - 1]! + uniformNoise / size + (1 - uniformNoise) * observed;
    }
  }
  return { starts, sums, settings };
}

/**
 * By row of the parameters, what the objective knows of the noise: log q. Of `contrast` log q(1 - q): there a value that is drawn in place of itself is drawn again, so that
 * b stands in place of a with the density q_b / (1 - q_a), and a in place of b with q_a / (1 - q_b).
 */
export function logNoiseOf({ starts, sums, settings }: Noise): Float64Array {
  const { maskRate, objective } = settings;
  const logs = new Float64Array(sums.length);
  for (let column = 0; column + 1 < starts.length; column++) {
    for (let row = starts[column]!; row < starts[column + 1]!; row++) {
      const isUnseen = row === starts[column]! + UNSEEN;
      const q = isUnseen ? maskRate : (sums[row]! - sums[row - 1]!) * (1 - maskRate);
      logs[row] = Math.log(objective === 'contrast' ? q * (1 - q) : q);
    }
  }
  return logs;
}

/** Draws a code of a column. */
export function drawCode({ starts, sums, settings }: Noise, column: number, random: RandomStream): number {
  const { uniformNoise, maskRate } = settings;
  const first = starts[column]!;
  const size = starts[column + 1]! - first - 1;
  const chance = random.next();
  if (chance < maskRate) return UNSEEN;
  if (uniformNoise === 1) return 1 + random.nextInt(size);
  const place = random.next() * sums[first + size]!;
  let low = 1;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[first + middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Times a value is drawn again where it is the one that it replaces. */
const MOST_DRAWS = 100;

/** The same, another code than the one it replaces; -1 where none came. */
export function drawOther(noise: Noise, column: number, own: number, random: RandomStream): number {
  const size = noise.starts[column + 1]! - noise.starts[column]! - 1;
  if (size === 1) return own === UNSEEN ? 1 : UNSEEN;
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const code = drawCode(noise, column, random);
    if (code !== own) return code;
  }
  return -1;
}
