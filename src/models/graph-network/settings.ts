import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { SelectionCriterion } from '../core/learning.js';
import type { ReadoutKind } from './readout.js';

/** What a model of whole graphs can be told; further settings are those of the layers, such as `heads`. */
export interface GraphNetworkSettings {
  /** The layers: a message-passing model that learns links too, such as `sage`, `rgcn`, `gat` or `hgt`. */
  readonly network: string;
  /** How the states of the nodes of a graph become one vector. */
  readonly readout: ReadoutKind;
  /**
   * Whether the last map also reads what `logistic-graph` reads: the graph's own columns, the mean features of its nodes and the numbers of its nodes
   * and edges.
   */
  readonly columns: boolean;
  /** Graphs a step, of which alone states are computed. */
  readonly batchSize: number;
  readonly layers: number;
  /** Width of the states. */
  readonly hidden: number;
  /** Of states and of the vectors of graphs, as a fraction. */
  readonly dropout: number;
  readonly epochs: number;
  /** In epochs. */
  readonly patience: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** What selects the best epoch on the validation graphs. */
  readonly criterion: SelectionCriterion;
}

export const graphNetworkDefaults: GraphNetworkSettings = {
  ...{ network: 'sage', readout: 'mean', columns: true, batchSize: 64 },
  ...{ layers: 2, hidden: 64, dropout: 0.2, epochs: 200, patience: 30, learningRate: 5e-3, weightDecay: 1e-4 },
  criterion: 'loss',
};

/** The layers' own settings are checked by the model that is named. */
export const graphNetworkSchema: z.ZodMiniType<GraphNetworkSettings> = z.looseObject({
  network: z.string('the name of a message-passing model'),
  readout: z.enum(['mean', 'max', 'sum', 'attention']),
  columns: z.boolean('true or false'),
  batchSize: option.count,
  layers: option.count,
  hidden: option.count,
  dropout: option.rate,
  epochs: option.countFrom(0),
  patience: option.nonNegative,
  learningRate: option.positive,
  weightDecay: option.nonNegative,
  criterion: z.enum(['loss', 'f1', 'accuracy']),
});

/** Those of the layers among them. */
export function layerSettings({
  network: _,
  readout: __,
  columns: ___,
  batchSize: ____,
  criterion: _____,
  ...layers
}: GraphNetworkSettings): object {
  return layers;
}
