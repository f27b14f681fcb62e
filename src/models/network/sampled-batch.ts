import { addInverseRelations, type EdgeType, edgeTypeKey, type HeteroGraph, sameEdgeType } from '../../graph/index.js';
import { MessageGraph, MessageRelation } from '../../layers/index.js';
import { relationOrigins } from '../../layers/internal.js';
import { gatherFeatures, NeighbourSampler, NodeLoader, type SampledGraph } from '../../sampling/index.js';
import type { SparseOperand, Tensor2D } from '../../tensor/index.js';
import type { RowTask, Task } from '../../training/index.js';
import { type GraphPart, type InputShape, sparseFeatures } from './input-encoder.js';

/** A sampled part of the graph around training rows, in the tensors' memory. */
export interface SampledBatch extends GraphPart {
  /** Rows of the target type; they come first among its nodes. */
  readonly rows: Int32Array;
  readonly messages: MessageGraph;
}

/** Whole rows, on the whole graph; or a part of the graph. */
export type NetworkBatch = Int32Array | SampledBatch;

export interface SamplingOptions {
  readonly graph: HeteroGraph;
  readonly target: string;
  readonly relations: readonly string[] | undefined;
  /** Training rows a step. */
  readonly batchSize: number;
  /** Neighbours a relation for every hop, from the training rows outwards. */
  readonly fanouts: readonly number[];
  readonly rows: Int32Array;
  /** How node types enter the network. */
  readonly inputs: readonly InputShape[];
  /** Names of the relations of the whole graph's `MessageGraph`, in order. */
  readonly order: readonly string[];
}

/**
 * The task of rows, trained on sampled parts of the graph (Hamilton et al., "Inductive Representation Learning on Large Graphs",
 * NeurIPS 2017) instead of the whole; validated and predicted on the whole.
 */
export function sampledTask<Prediction>(
  task: RowTask<Prediction>,
  options: SamplingOptions,
): Task<NetworkBatch, Tensor2D, Int32Array, Prediction> {
  const { graph, target, relations, batchSize, fanouts, rows } = options;
  const { whole, keys } = wholeGraph(graph, relations);
  const byRelation = Object.fromEntries(keys.map((key) => [key, fanouts]));
  const sampler = new NeighbourSampler(whole, { fanouts: byRelation });
  const loader = new NodeLoader(sampler, { nodeType: target, rows, batchSize });
  const rowsOf = (batch: NetworkBatch) => (batch instanceof Int32Array ? batch : batch.rows);
  return {
    ...task,
    config: { ...task.config, batchSize, fanouts: fanouts.join(' ') },
    async *batches(request) {
      for await (const sample of loader.batches(request)) yield batchOf(sample, keys, options);
    },
    batchSize: (batch) => rowsOf(batch).length,
    loss: (output, batch) => task.loss(output, rowsOf(batch)),
    disposeBatch: (batch) => {
      if (batch instanceof Int32Array) return;
      batch.messages.dispose();
      for (const operand of batch.sparse.values()) operand.dispose();
    },
    predict: (model, examples, options) => task.predict(model, examples, options),
    evaluate: (model, examples, options) => task.evaluate(model, examples, options),
  };
}

/** A graph with an edge type for every relation of the message graph, and the keys of these in order. */
function wholeGraph(graph: HeteroGraph, relations: readonly string[] | undefined) {
  const origins = relationOrigins(graph, relations ? { relations } : {});
  const lacking = origins.filter(({ type, isReversed }) => isReversed && !graph.edgeSchema(type).inverse);
  const name = (type: EdgeType) => {
    const origin = lacking.find((each) => sameEdgeType(each.type, type))!;
    return origin.name.slice(origin.source.length + 1, -(origin.target.length + 1));
  };
  const options = { relations: lacking.map(({ type }) => type), name };
  const whole = lacking.length > 0 ? addInverseRelations(graph, options) : graph;
  const keys = origins.map((origin) => {
    const inverse = origin.isReversed ? graph.edgeSchema(origin.type).inverse : undefined;
    return inverse ? edgeTypeKey(inverse) : origin.name;
  });
  return { whole, keys };
}

/** @param keys of the sampled edge types, in the order of the relations of the network */
function batchOf(
  { nodes, seeds, relations }: SampledGraph,
  keys: readonly string[],
  { graph, target, inputs, order }: SamplingOptions,
): SampledBatch {
  const counts = new Map([...nodes].map(([type, rows]) => [type, rows.length]));
  const matrices = order.map((name, r) => {
    const { type, numRows, numCols, indptr, indices } = relations.get(keys[r]!)!;
    return new MessageRelation({ name, source: type[0], target: type[2] }, { numRows, numCols, indptr, indices });
  });
  const rows = nodes.get(target)!.slice(0, seeds.get(target)!.length);
  const sparse = new Map<string, SparseOperand>();
  for (const { name, width } of inputs) {
    const features = width === null ? undefined : gatherFeatures(graph, name, nodes.get(name)!);
    if (features?.kind === 'sparse') sparse.set(name, sparseFeatures(features));
  }
  return { rows, nodes, sparse, messages: new MessageGraph(counts, matrices) };
}
