import type { HeteroGraph } from '../../graph/index.js';
import { networkUint32 } from './arrays.js';
import type { DiffusionOptions } from './diffusion-options.js';
import { type NodeRange, thresholdOf } from './network.js';
import { nodeNumbers } from './number-column.js';
import { probabilityRule, readRowValues } from './row-values.js';

/**
 * Thresholds of acceptance, [numNodes]; undefined where all nodes accept.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, SHAPE_MISMATCH, INVALID_PROBABILITY, and as `nodeNumbers` does
 */
export function acceptanceOf(
  graph: HeteroGraph,
  types: readonly NodeRange[],
  given: NonNullable<DiffusionOptions['acceptance']>,
): Uint32Array | undefined {
  const named = Object.entries(given);
  if (named.length === 0) return undefined;
  const acceptance = networkUint32(types.reduce((sum, { count }) => sum + count, 0)).fill(4294967295);
  for (const [type, values] of named) {
    graph.nodeSchema(type);
    const range = types.find(({ name }) => name === type)!;
    const rule = probabilityRule('acceptance', (column) => nodeNumbers(graph, type, column));
    readRowValues(range, values, rule, (row, p) => {
      acceptance[range.start + row] = thresholdOf(p);
    });
  }
  return acceptance;
}
