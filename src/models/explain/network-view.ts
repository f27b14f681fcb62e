import type { HeteroGraph } from '../../graph/index.js';
import type { HeteroTensors, LayerShares, MessageGraph } from '../../layers/index.js';
import type { Tensor2D } from '../../tensor/index.js';
import type { LearnedTask } from '../core/types.js';

/** What an explanation needs of a fitted network. */
export interface NetworkView {
  readonly name: string;
  readonly graph: HeteroGraph;
  readonly target: string;
  /** What the scores mean. */
  readonly task: LearnedTask;
  /** How many relations away a node looks. */
  readonly reach: number;
  readonly messages: MessageGraph;
  /** All that the layers read, outside training. The caller tidies. */
  inputs(): HeteroTensors;
  /** Scores of all target nodes, [N, C], where the graph is this one. The caller tidies. */
  scores(x: HeteroTensors, graph: MessageGraph): Tensor2D;
  /** Makes what the network needs of another graph before `scores`. */
  prepare(graph: MessageGraph): Promise<void>;
  /** Absent where the model has no attention. */
  shares?(x: HeteroTensors, graph: MessageGraph): readonly LayerShares[];
  /** The graph of every layer; one where they share it. */
  layerGraphs(): readonly MessageGraph[];
  useLayerGraphs(graphs: readonly MessageGraph[]): void;
  forget(graph: MessageGraph): void;
}
