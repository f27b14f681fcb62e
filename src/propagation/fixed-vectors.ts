import { RandomStream } from '../core/index.js';
import type { PropagationInput } from './input.js';

/**
 * Fills [N, width] with the fixed Gaussian vectors N(0, 1 / width) of a type's nodes. Where the nodes have ids, each vector follows from the id:
 * the same node has the same vector in whatever order the nodes are, and in other graphs. Else it follows from the row.
 */
export function fillFixedVectors(
  { name, ids }: Pick<PropagationInput['types'][number], 'name' | 'ids'>,
  out: Float32Array,
  width: number,
  seed: number,
): void {
  const stream = new RandomStream(seed, 'embedding', name);
  const deviation = 1 / Math.sqrt(width);
  if (!ids) {
    stream.fillNormal(out, deviation);
    return;
  }
  for (let row = 0; row < ids.size; row++) {
    stream.fillNormalOf(String(ids.idOf(row)), out.subarray(row * width, (row + 1) * width), deviation);
  }
}
