import { getPool } from '../compute/index.js';
import { breathe, throwIfAborted } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { propagationInput } from './input.js';
import { labelGroups } from './label-groups.js';
import type { FeatureGroup, PropagatedFeatures, RpHgnnOptions } from './options.js';
import { placeRelations } from './place-relations.js';
import { Squasher } from './squasher.js';

/**
 * RpHGNN's pre-computation (Hu, Hooi, He, TKDE 2024, arXiv 2310.14481, algorithm 1): K rounds of one- and two-hop means along
 * every relation, squashed back to the width of each type by random projections with a row norm.
 *
 * The tensors depend on (graph, seed, options) alone, never on the number of threads; those of K hops are the first of those of
 * more. Time O(K (edges x width + nodes x width^2 / s)), memory: two states of all types, one tensor, and the result.
 *
 * @throws {HeteroGraphError} UNKNOWN_NODE_TYPE, OUT_OF_MEMORY, ABORTED
 */
export async function precomputeRpHgnn(graph: HeteroGraph, options: RpHgnnOptions): Promise<PropagatedFeatures> {
  const { hops, signal, onProgress, target } = options;
  const rows = options.rows ?? Int32Array.from({ length: graph.numNodes(target) }, (_, row) => row);
  const pool = getPool();
  const { input, release } = placeRelations(pool.arena, propagationInput(graph, target, options.relations));
  const groups: FeatureGroup[] = [];
  try {
    const squasher = new Squasher(pool, input, rows, options);
    try {
      for (let k = 0; k < hops; k++) {
        for (const step of squasher.steps(k)) {
          throwIfAborted(signal);
          step();
          await breathe();
        }
        onProgress?.({ stage: 'propagate', done: k + 1, total: hops, unit: 'hops' });
      }
      const labels = options.labels ? await labelGroups(graph, input, rows, options.labels, options) : [];
      groups.push(...squasher.groups, ...labels);
    } catch (error) {
      squasher.dispose(true);
      throw error;
    }
    squasher.dispose(false);
  } finally {
    release();
  }
  const dispose = () => {
    for (const group of groups) pool.arena.release(group.values);
  };
  return { target, rows, groups, dispose };
}
