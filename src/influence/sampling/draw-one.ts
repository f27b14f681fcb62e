import type { DiffusionNetwork } from '../network/network.js';
import { WORD } from '../network/network.js';
import type { SetRandom } from './set-random.js';

/** Linear threshold: the one in-edge in [begin, end) that is live, or -1 where none is. One word. O(log in-degree). */
export function drawOne(network: DiffusionNetwork, begin: number, end: number, random: SetRandom): number {
  random.next();
  const { thresholds } = network;
  if (!thresholds) {
    const factor = Math.min(1, network.rules[0]!.factor!);
    const position = Math.floor(((random.high * WORD) / factor) * (end - begin));
    return position < end - begin ? begin + position : -1;
  }
  let [low, high] = [begin, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (random.high <= thresholds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low < end ? low : -1;
}
