import { blocksOf, type DiffusionNetwork, inEdgesOf } from '../network/network.js';
import { drawBlock } from './draw-block.js';
import { drawOne } from './draw-one.js';
import type { SetRandom } from './set-random.js';

/** Calls `emit` for every live in-edge of a node, a place in `sources`. */
export function drawLive(
  network: DiffusionNetwork,
  node: number,
  random: SetRandom,
  emit: (entry: number) => void,
): void {
  const [begin, end] = inEdgesOf(network, node);
  if (network.model === 'triggering') {
    network.trigger!(node, begin, end, () => random.uniform(), emit);
  } else if (network.model === 'lt') {
    const entry = begin === end ? -1 : drawOne(network, begin, end, random);
    if (entry >= 0) emit(entry);
  } else {
    const [first, last] = blocksOf(network, node);
    for (let block = first; block < last; block++) drawBlock(network, block, end - begin, random, emit);
  }
}
