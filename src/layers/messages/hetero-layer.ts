import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import type { Parameter, Tensor2D } from '../../tensor/index.js';
import { type ForwardMode, type LayerOptions, layerSchema, type NodeTable } from '../layer.js';
import type { MessageGraph } from './message-graph.js';
import type { MessageSchema } from './relation.js';

/** One matrix per node type, [N, W]; a type may be absent. */
export type HeteroTensors = ReadonlyMap<string, Tensor2D>;

/** A layer over a typed graph: hidden states of the node types in, those of the output types out. */
export interface HeteroLayer {
  /** In a fixed order, with distinct names. */
  readonly parameters: readonly Parameter[];
  /** Those of the parameters that hold numbers of single nodes; default none. */
  readonly nodeTables?: readonly NodeTable[];
  /** The caller tidies. @throws {HeteroGraphError} MISSING_FEATURES where a type that sends or receives has no input */
  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors;
  dispose(): void;
}

export interface HeteroLayerOptions extends LayerOptions {
  /** Types and relations; a `MessageGraph` is one. Parameters fit every graph of the same schema. */
  readonly schema: MessageSchema;
  /** D, equal for all types: put a `HeteroLinear` before where widths differ. */
  readonly inputWidth: number;
  /** H, of every output type. */
  readonly outputWidth: number;
  /** Types to compute; default all of the schema. */
  readonly outputTypes?: readonly string[];
}

export const heteroLayerSchema = {
  ...layerSchema,
  schema: z.custom<MessageSchema>(
    (value) => Array.isArray((value as MessageSchema | null)?.relations),
    'node types and relations',
  ),
  inputWidth: option.count,
  outputWidth: option.count,
  outputTypes: z.optional(z.array(z.string('a node type'))),
};

/** The relations that end at the types a layer computes. */
export function relationsInto({ schema, outputTypes = schema.nodeTypes }: HeteroLayerOptions) {
  return schema.relations.filter(({ target }) => outputTypes.includes(target));
}

/**
 * The relations of a graph that end at a node type.
 *
 * @param known those that the layer has parameters for
 * @throws {HeteroGraphError} MODEL_MISMATCH where the graph has others; one that it lacks gives no messages
 */
export function knownInto(graph: MessageGraph, type: string, known: { has(name: string): boolean }) {
  const relations = graph.into(type);
  const unknown = relations.find(({ name }) => !known.has(name));
  if (!unknown) return relations;
  throw new HeteroGraphError('MODEL_MISMATCH', `The layer has no parameters for the relation "${unknown.name}".`, {
    type,
    hint: 'Make the layer with the schema of this graph, or the graph with the relations of the layer.',
  });
}

/** @throws {HeteroGraphError} MISSING_FEATURES */
export function inputOf(x: HeteroTensors, type: string): Tensor2D {
  const tensor = x.get(type);
  if (tensor) return tensor;
  throw new HeteroGraphError('MISSING_FEATURES', 'The layer has no input for the node type.', {
    type,
    hint: 'Give a tensor for every type that sends or receives messages.',
  });
}
