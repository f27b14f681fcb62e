import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { networkUint32 } from './arrays.js';
import type { DiffusionOptions } from './diffusion-options.js';
import { type NodeRange, thresholdOf } from './network.js';
import { nodeNumbers } from './number-column.js';

/**
 * Thresholds of acceptance, [nodes]; undefined where all accept.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, SHAPE_MISMATCH, INVALID_PROBABILITY, and as `nodeNumbers` does
 */
export function acceptanceOf(
  graph: HeteroGraph,
  types: readonly NodeRange[],
  given: NonNullable<DiffusionOptions['acceptance']>,
): Uint32Array | undefined {
  const named = Object.entries(given).map(([type, what]) => [type, valuesOf(graph, type, what), what] as const);
  if (named.length === 0) return undefined;
  const numNodes = types.reduce((sum, { count }) => sum + count, 0);
  const acceptance = networkUint32(numNodes).fill(4294967295);
  for (const [type, values, what] of named) {
    const { start, count } = types.find(({ name }) => name === type)!;
    for (let row = 0; row < count; row++) {
      const p = typeof values === 'number' ? values : values[row]!;
      if (!(p >= 0 && p <= 1)) {
        throw new HeteroGraphError('INVALID_PROBABILITY', `A probability to accept is ${p}; it must be in [0, 1].`, {
          type,
          column: typeof what === 'string' ? what : 'acceptance',
          row,
          hint: 'Scale the numbers.',
        });
      }
      acceptance[start + row] = thresholdOf(p);
    }
  }
  return acceptance;
}

function valuesOf(graph: HeteroGraph, type: string, what: number | string | ArrayLike<number>) {
  const numNodes = graph.numNodes(type);
  if (typeof what === 'number') return what;
  if (typeof what === 'string') return nodeNumbers(graph, type, what);
  if (what.length === numNodes) return what;
  throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${what.length} probabilities for ${numNodes} nodes.`, {
    type,
    column: 'acceptance',
    hint: 'Give one for each row.',
  });
}
