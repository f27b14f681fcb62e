import { getPool } from '../compute/index.js';
import { breathe, HeteroGraphError, isHeteroGraphError, throwIfAborted } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { estimateInput } from './estimate.js';
import { featureKey } from './feature-key.js';
import { readFeatures, writeFeatures } from './feature-store.js';
import { type PropagationInput, propagationInput } from './input.js';
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
 * @throws {HeteroGraphError} UNKNOWN_NODE_TYPE, UNKNOWN_EDGE_TYPE, INVALID_OPTION, OUT_OF_MEMORY, ABORTED
 */
export async function precomputeRpHgnn(graph: HeteroGraph, options: RpHgnnOptions): Promise<PropagatedFeatures> {
  const { target, store, storeLimit = 2 ** 33 } = options;
  const input = propagationInput(graph, target, options.relations);
  checkCount('hops', options.hops);
  const rows = options.rows ?? Int32Array.from({ length: graph.numNodes(target) }, (_, row) => row);
  const features = (
    groups: readonly FeatureGroup[],
    source: 'computed' | 'store',
    storeProblem?: HeteroGraphError,
  ) => ({
    target,
    rows,
    groups,
    source,
    ...(storeProblem ? { storeProblem } : {}),
    dispose: () => {
      for (const group of groups) getPool().arena.release(group.values);
    },
  });
  if (store === undefined) return features(await compute(graph, input, rows, options), 'computed');

  const key = featureKey(graph, rows, options);
  let problem: HeteroGraphError | undefined;
  try {
    const stored = await readFeatures(store, key, rows.length, options);
    if (stored) return features(stored, 'store');
  } catch (error) {
    if (!(isHeteroGraphError(error) && error.code === 'FEATURES_DAMAGED')) throw error;
    problem = error;
  }
  const groups = await compute(graph, input, rows, options);
  try {
    await writeFeatures(store, key, rows.length, groups, storeLimit, options);
  } catch (error) {
    if (!(isHeteroGraphError(error) && error.code === 'FEATURES_NOT_STORED')) {
      for (const group of groups) getPool().arena.release(group.values);
      throw error;
    }
    problem ??= error;
  }
  return features(groups, 'computed', problem);
}

async function compute(
  graph: HeteroGraph,
  outside: PropagationInput,
  rows: Int32Array,
  options: RpHgnnOptions,
): Promise<FeatureGroup[]> {
  const { hops, signal, onProgress } = options;
  const pool = getPool();
  checkMemory(outside, rows.length, options, graph);
  const { input, release } = placeRelations(pool.arena, outside);
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
      squasher.dispose(false);
      return [...squasher.groups, ...labels];
    } catch (error) {
      squasher.dispose(true);
      throw error;
    }
  } finally {
    release();
  }
}

/** @throws {HeteroGraphError} OUT_OF_MEMORY before any work where the arena could never hold it */
function checkMemory(input: PropagationInput, numRows: number, options: RpHgnnOptions, graph: HeteroGraph): void {
  const numClasses = options.labels ? (graph.labels(options.target, options.labels.column)?.numClasses ?? 0) : 0;
  const { peakBytes } = estimateInput(input, numRows, numClasses, options);
  const { used, limit } = getPool().arena.stats();
  if (used + peakBytes <= limit) return;
  throw new HeteroGraphError(
    'OUT_OF_MEMORY',
    `The pre-computation may need ${peakBytes} bytes; ${used} of ${limit} are in use.`,
    {
      type: options.target,
      hint: 'Use fewer hops, an inputWidth, a smaller embeddingWidth, or fewer rows (see estimateRpHgnn).',
    },
  );
}

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, {
    column: name,
    hint: 'Use a whole number from 1.',
  });
}
