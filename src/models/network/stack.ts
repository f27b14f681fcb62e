import type {
  ForwardMode,
  HeteroTensors,
  LayerShares,
  MessageGraph,
  MessageSchema,
  NodeTable,
} from '../../layers/index.js';
import type { Parameter, Scalar, Tensor2D } from '../../tensor/index.js';

/** What a model is built for. */
export interface StackContext {
  /** Types and relations within reach of the target. */
  readonly schema: MessageSchema;
  /** Relations of the whole graph, out of reach of the target too. */
  readonly numRelations: number;
  /** The node type whose scores are wanted. */
  readonly target: string;
  /**
   * Node types that each layer computes, one list per layer; before them those that the first layer reads. The last is the target alone,
   * or where `forwardTypes` is used the types that are wanted, the target among them.
   */
  readonly types: readonly (readonly string[])[];
  /** Width of the input states, of every type. */
  readonly inputWidth: number;
  /** Numbers of nodes of the types for which the model has learned vectors of its own instead of input states; default none. */
  readonly ownVectors?: ReadonlyMap<string, number>;
  /** Types that have input states; default all of `types[0]`. */
  readonly inputTypes?: readonly string[];
  /** C: numbers per target node. */
  readonly numOutputs: number;
  /** Whether these are numbers of their own, which must not be scaled to length 1 as scores of classes may be; default false. */
  readonly areNumbers?: boolean;
  readonly seed: number;
}

/** What a stack computes of all target nodes. */
export interface StackOutput {
  /** [N, C]. */
  readonly scores: Tensor2D;
  /** The last hidden states, [N, W]. */
  readonly embedding: Tensor2D;
  /** In training, what is added to the loss of the task; default nothing. */
  readonly extraLoss?: Scalar;
}

/** What a stack computes of all nodes of several types. */
export interface StackTypesOutput extends Pick<StackOutput, 'extraLoss'> {
  /** By type, [N, C]. */
  readonly outputs: HeteroTensors;
}

/** The layers of a model after its input maps. */
export interface NetworkStack {
  /** In a fixed order, with distinct names. */
  readonly parameters: readonly Parameter[];
  /** Those of the parameters that hold numbers of single nodes; default none. */
  readonly nodeTables?: readonly NodeTable[];
  /** @param x input states of `types[0]`, [N, inputWidth]. The caller tidies. */
  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput;
  /** The scores of all nodes of the types that the last layer computes; absent where the layers are of one type only. */
  forwardTypes?(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackTypesOutput;
  /** The same of some target nodes alone, [B, C], where that is less work; default: all are computed. */
  forwardRows?(x: HeteroTensors, graph: MessageGraph, rows: Int32Array, mode: ForwardMode): StackOutput;
  /**
   * Called where the weights have changed, after every epoch and after loading, and once for another graph: makes what depends on them
   * and is no part of the gradient.
   *
   * @param inputs the input states, as `forward` gets them outside training
   */
  prepare?(inputs: () => HeteroTensors, graph: MessageGraph): Promise<void>;
  /** What every layer made its states of, outside training. The caller tidies. */
  explain?(x: HeteroTensors, graph: MessageGraph): readonly LayerShares[];
  /** Where layers see other relations than those of the graph: the graph of each. */
  layerGraphs?(graph: MessageGraph): readonly MessageGraph[];
  /** Takes these for the graphs of the layers wherever the first is given to `forward`, until `forget`; owns all but the first. */
  useLayerGraphs?(graphs: readonly MessageGraph[]): void;
  /** Frees what was made for a graph. */
  forget?(graph: MessageGraph): void;
  dispose(): void;
}
