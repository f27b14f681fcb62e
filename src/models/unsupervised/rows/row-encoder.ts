import * as z from 'zod/mini';
import {
  checkOptions,
  type FeatureMatrix,
  HeteroGraphError,
  type RunOptions,
  YieldTimer,
} from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { initTensors, tidy } from '../../../tensor/index.js';
import { writeWeights } from '../../core/network-state.js';
import type { NodeEncoder, SavedEncoder } from '../../core/node-embeddings.js';
import { disposeRows, rowBatch, weightedRows } from './row-inputs.js';
import { RowNetwork } from './row-network.js';
import { rowSettings } from './settings.js';

/** Rows that are computed at once. */
const PIECE = 4096;

const stateSchema = z.strictObject({
  nodeType: z.string('a text'),
  kind: z.enum(['dense', 'sparse']),
  width: z.int('a whole number').check(z.minimum(1, 'a whole number from 1')),
});

/** What a saved encoder of rows knows of them. */
export type RowState = z.infer<typeof stateSchema>;

/** Name of the weights of columns among those of the network. */
const COLUMNS = 'columns';

/** The parameters of an encoder, weights of columns first. */
export function withColumns(weights: Float32Array, own: Pick<SavedEncoder, 'parameters' | 'weights'>) {
  return {
    parameters: [{ name: COLUMNS, shape: [weights.length] }, ...own.parameters],
    weights: [weights, ...own.weights],
  };
}

/**
 * A network over rows that was fitted, without tensors.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, MODEL_MISMATCH where its parts do not belong together
 */
export function rowEncoder(saved: SavedEncoder): NodeEncoder {
  checkOptions(stateSchema, saved.state, { what: 'state' });
  const state = saved.state as RowState;
  const settings = rowSettings(saved.settings);
  const [columns, first] = saved.parameters;
  const isOne = columns?.name === COLUMNS && saved.weights[0]!.length === state.width;
  // Sizes that the weights do not have would be allocated before they are compared.
  if (!isOne || first?.shape[0] !== state.width || first.shape[1] !== settings.hidden) {
    throw new HeteroGraphError('SHAPE_MISMATCH', 'The settings do not belong to the weights.', {
      column: 'settings',
      hint: 'Save the vectors again.',
    });
  }
  return {
    saved,
    async valuesOn(graph, run) {
      await initTensors();
      const network = new RowNetwork(state.width, settings, saved.seed);
      try {
        writeWeights(network.parameters, {
          parameters: saved.parameters.slice(1),
          weights: saved.weights.slice(1),
        });
        const rows = weightedRows(rowsOf(graph, state), saved.weights[0]!);
        const values = await vectorsOf(network, rows, settings.hidden, run);
        return new Map([[state.nodeType, values]]);
      } finally {
        network.dispose();
      }
    },
  };
}

/** Vectors of all rows, their columns weighed, [N, hidden]. @throws {HeteroGraphError} ABORTED */
export async function vectorsOf(
  network: RowNetwork,
  features: FeatureMatrix,
  hidden: number,
  { signal }: RunOptions,
): Promise<Float32Array> {
  const values = new Float32Array(features.numRows * hidden);
  const timer = new YieldTimer(signal);
  for (let from = 0; from < features.numRows; from += PIECE) {
    const count = Math.min(PIECE, features.numRows - from);
    const batch = rowBatch(
      features,
      Int32Array.from({ length: count }, (_, i) => from + i),
    );
    const vectors = tidy(() => network.forward(batch, { training: false }));
    values.set((await vectors.data()) as Float32Array, from * hidden);
    vectors.dispose();
    disposeRows(batch);
    if (timer.isDue()) await timer.yieldNow();
  }
  return values;
}

/** @throws {HeteroGraphError} MODEL_MISMATCH */
function rowsOf(graph: HeteroGraph, { nodeType, kind, width }: RowState) {
  const features = graph.nodeTypes.includes(nodeType) ? graph.features(nodeType) : undefined;
  if (features?.kind === kind && features.width === width) return features;
  const is = features ? `${features.kind} features of ${features.width} columns` : 'no features, or is not there';
  throw new HeteroGraphError('MODEL_MISMATCH', `"${nodeType}" has ${is}; learned were ${kind} ones of ${width}.`, {
    type: nodeType,
    hint: 'Prepare the features as those of the fit.',
  });
}
