import { HeteroGraphError } from '../../core/index.js';
import { blocksOf, type DiffusionNetwork, inEdgesOf, ruleOf } from '../network/network.js';
import { drawBlock } from './draw-block.js';
import { drawOne } from './draw-one.js';
import type { SetRandom } from './set-random.js';

/** Calls `emit` for every live in-edge of a node, a place in `sources`. @throws {HeteroGraphError} INVALID_TRIGGER */
export function drawLive(
  network: DiffusionNetwork,
  node: number,
  random: SetRandom,
  emit: (entry: number) => void,
): void {
  const [begin, end] = inEdgesOf(network, node);
  if (network.model === 'triggering') {
    network.trigger!(
      node,
      begin,
      end,
      () => random.uniform(),
      (entry) => {
        if (!(Number.isInteger(entry) && entry >= begin && entry < end)) throw strangeEntry(node, begin, end, entry);
        emit(entry);
      },
    );
  } else if (network.model === 'lt') {
    const entry = begin === end ? -1 : drawOne(network, begin, end, random);
    if (entry >= 0) emit(entry);
  } else {
    const [first, last] = blocksOf(network, node);
    for (let block = first; block < last; block++) drawBlock(network, block, end - begin, random, emit);
  }
}

function strangeEntry(node: number, begin: number, end: number, entry: number): HeteroGraphError {
  return new HeteroGraphError('INVALID_TRIGGER', `The trigger of node ${node} emits ${entry}.`, {
    row: node,
    hint: `Its in-edges are the entries from ${begin} on, below ${end}.`,
  });
}

/** Whether a node that is reached accepts. One word where anyone may decline. */
export function accepts({ acceptance }: DiffusionNetwork, node: number, random: SetRandom): boolean {
  if (!acceptance) return true;
  random.next();
  return random.high <= acceptance[node]!;
}

/** The block of in-edge `entry` of a node. */
export function blockOf(network: DiffusionNetwork, node: number, entry: number): number {
  let [block] = blocksOf(network, node);
  while (network.edgeStarts[block + 1]! <= entry) block++;
  return block;
}

/** Time that an activation takes along in-edge `entry` of a node. */
export function delayOf(network: DiffusionNetwork, node: number, entry: number): number {
  return ruleOf(network, blockOf(network, node, entry)).delay ?? 1;
}
