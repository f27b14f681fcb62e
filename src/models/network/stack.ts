import type { ForwardMode, HeteroTensors, MessageGraph, MessageSchema } from '../../layers/index.js';
import type { Parameter, Tensor2D } from '../../tensor/index.js';

/** What a model is built for. */
export interface StackContext {
  /** Types and relations within reach of the target. */
  readonly schema: MessageSchema;
  /** Relations of the whole graph, out of reach of the target too. */
  readonly numRelations: number;
  /** The node type whose scores are wanted. */
  readonly target: string;
  /**
   * Node types that each layer computes, one list per layer; before them those that the first layer reads. The last is the target alone.
   */
  readonly types: readonly (readonly string[])[];
  /** Width of the input states, of every type. */
  readonly inputWidth: number;
  /** C: numbers per target node. */
  readonly numOutputs: number;
  readonly seed: number;
}

/** What a stack computes of all target nodes. */
export interface StackOutput {
  /** [N, C]. */
  readonly scores: Tensor2D;
  /** The last hidden states, [N, W]. */
  readonly embedding: Tensor2D;
}

/** The layers of a model after its input maps. */
export interface NetworkStack {
  /** In a fixed order, with distinct names. */
  readonly parameters: readonly Parameter[];
  /** @param x input states of `types[0]`, [N, inputWidth]. The caller tidies. */
  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput;
  dispose(): void;
}
