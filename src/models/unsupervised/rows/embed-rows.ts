import { HeteroGraphError } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { adam, initTensors } from '../../../tensor/index.js';
import { Trainer } from '../../../training/index.js';
import { readWeights } from '../../core/network-state.js';
import { NodeEmbeddings } from '../../core/node-embeddings.js';
import type { ObjectiveOptions } from '../objectives/options.js';
import { type RowState, rowEncoder, vectorsOf, withColumns } from './row-encoder.js';
import { columnWeights, weightedRows } from './row-inputs.js';
import { RowNetwork } from './row-network.js';
import { rowTask } from './row-task.js';
import { rowSettings } from './settings.js';

export interface EmbedRowsOptions extends ObjectiveOptions {
  readonly nodeType: string;
  readonly labels: Int32Array;
  readonly settings?: object;
  readonly seed: number;
}

/**
 * Vectors of the nodes of one type by their own columns alone, such that those of one class are near each other. Steps are 300 where nobody says.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; MISSING_FEATURES; DIVERGED; OUT_OF_MEMORY; ABORTED
 */
export async function embedByRows(
  graph: HeteroGraph,
  { nodeType, labels, epochs = 300, seed, ...options }: EmbedRowsOptions,
  run: { readonly signal?: AbortSignal },
): Promise<NodeEmbeddings> {
  const settings = rowSettings(options.settings);
  const features = graph.features(nodeType);
  if (features === undefined || features.width === 0) {
    throw new HeteroGraphError('MISSING_FEATURES', `"${nodeType}" has no features to tell classes by.`, {
      type: nodeType,
      hint: 'Use a message-passing model, such as sage, or add features.',
    });
  }
  const known = Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  await initTensors();
  const columns = columnWeights(features, known);
  const weighted = weightedRows(features, columns);
  const network = new RowNetwork(features.width, settings, seed);
  try {
    const { learningRate, weightDecay } = settings;
    const trainer = new Trainer({ optimizer: adam({ learningRate, weightDecay }), epochs, seed });
    const task = rowTask(weighted, labels, options);
    const { stoppedBy } = await trainer.fit(network, task as never, run);
    if (stoppedBy === 'abort') {
      throw new HeteroGraphError('ABORTED', 'The operation was aborted.', { cause: run.signal?.reason });
    }
    const state: RowState = { nodeType, kind: features.kind, width: features.width };
    const saved = { settings, seed, state, ...withColumns(columns, await readWeights(network.parameters)) };
    const values = await vectorsOf(network, weighted, settings.hidden, run);
    return new NodeEmbeddings(network.name, settings.hidden, new Map([[nodeType, values]]), rowEncoder(saved));
  } finally {
    network.dispose();
  }
}
