import type { RandomStream } from '../../core/index.js';
import { UNSEEN } from '../table/dictionary.js';
import type { ApeSettings } from './settings.js';

/** From what noise is drawn: the events themselves, and how often each value is in them. */
export interface NoiseSource {
  /** [events, columns], codes */
  readonly codes: Int32Array;
  readonly width: number;
  readonly starts: Int32Array;
  /** By row of the parameters, how often the value is there, of unseen values 0. */
  readonly counts: Float64Array;
}

type NoiseSettings = Pick<ApeSettings, 'objective' | 'uniformNoise' | 'maskRate'>;

/**
 * log q of every row: q is `maskRate` of an unseen value, and else a mixture of even and observed shares. Of `contrast` the log odds of q:
 * a value that is drawn in place of itself is drawn again, so that its density is q / (1 - q of what it replaces).
 */
export function logNoiseOf({ starts, counts }: NoiseSource, settings: NoiseSettings): Float64Array {
  const { uniformNoise, maskRate, objective } = settings;
  const logs = new Float64Array(counts.length);
  for (let column = 0; column + 1 < starts.length; column++) {
    const first = starts[column]!;
    const size = starts[column + 1]! - first - 1;
    let total = 0;
    for (let code = 1; code <= size; code++) total += counts[first + code]! + 1;
    for (let code = 0; code <= size; code++) {
      const observed = (counts[first + code]! + 1) / total;
      const known = (uniformNoise / size + (1 - uniformNoise) * observed) * (1 - maskRate);
      const q = code === UNSEEN ? maskRate : known;
      logs[first + code] = objective === 'contrast' ? Math.log(q / (1 - q)) : Math.log(q);
    }
  }
  return logs;
}

/** Draws a code of a column. */
export function drawCode(
  { codes, width, starts }: NoiseSource,
  column: number,
  { uniformNoise, maskRate }: NoiseSettings,
  random: RandomStream,
): number {
  const size = starts[column + 1]! - starts[column]! - 1;
  let chance = random.next();
  if (chance < maskRate) return UNSEEN;
  chance = (chance - maskRate) / (1 - maskRate);
  if (chance < uniformNoise) return 1 + random.nextInt(size);
  return codes[random.nextInt(codes.length / width) * width + column]!;
}

/** Times a value is drawn again where it is the one that it replaces. */
const MOST_DRAWS = 100;

/** The same, another code than the one it replaces; -1 where none came. */
export function drawOther(
  source: NoiseSource,
  column: number,
  own: number,
  settings: NoiseSettings,
  random: RandomStream,
): number {
  const size = source.starts[column + 1]! - source.starts[column]! - 1;
  if (size === 1) return own === UNSEEN ? 1 : UNSEEN;
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const code = drawCode(source, column, settings, random);
    if (code !== own) return code;
  }
  return -1;
}
