import * as z from 'zod/mini';
import { HeteroGraphError, option, RandomStream, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type AggregatePlan, applyAggregates, estimateRpHgnn, precomputeRpHgnn } from '../../propagation/index.js';
import type { Problem, SavedModel } from '../core/types.js';
import { aggregateScale, aggregatesOf, withConstant } from './aggregates.js';
import { checkFeatures, checkRelations, relationsOption } from './check.js';
import { checkScale, columnScale, scaleColumns } from './column-scale.js';
import { graphFeatures } from './graph-features.js';
import type { Inputs } from './inputs.js';
import { rowsById } from './rows-by-id.js';
import { checkSeenGraph, seenGraph } from './seen-graph.js';
import { membersIn, wholeGraphsLike } from './seen-members.js';
import { wholeGraphs } from './whole-graphs.js';

/** What simple models look at. */
export interface InputOptions {
  /**
   * `own`: the node's features; `propagated`: with one and two hop means along every relation; `aggregated`: with counts, means, sums, least
   * and greatest values of the rows within two hops, column by column (see `fitAggregates`); `graph`: of nodes that are whole graphs, with the mean
   * features of their nodes and the numbers of their nodes and edges (see `wholeGraphs`). Default 'own'.
   */
  readonly features?: 'own' | 'propagated' | 'aggregated' | 'graph';
  /** For propagated and aggregated features: along these relations only; default all. */
  readonly relations?: readonly string[];
  /** Features are projected to this width first; default 512 (own); propagated: 64 a tensor, less where many relations would make more than 2,048 in all; without effect on aggregated ones. */
  readonly width?: number;
}

/** How inputs are made, for the models that use them. */
export interface InputsAs extends InputOptions {
  /** As they are in place of standardised, for models to which the unit of a column means nothing. Default false. */
  readonly unscaled?: boolean;
}

export const inputSchema = {
  features: z.enum(['own', 'propagated', 'aggregated', 'graph']),
  relations: relationsOption,
  width: z.optional(option.count),
};

/** @throws {HeteroGraphError} INVALID_OPTION of relations that would not be used; MISSING_FEATURES, NO_RELATIONS, UNKNOWN_TYPE before any work */
export function checkInputs({ graph, nodeType }: Problem, { features, relations }: InputOptions): void {
  checkReadRelations(features, relations);
  if (features === 'graph') wholeGraphs(graph, nodeType);
  else if (features === 'propagated' || features === 'aggregated') checkRelations(graph, nodeType, relations);
  else checkFeatures(graph, nodeType);
}

function checkReadRelations(features: InputOptions['features'], relations: readonly string[] | undefined): void {
  if (relations && (features === 'own' || features === 'graph')) {
    throw new HeteroGraphError('INVALID_OPTION', `Features '${features}' are read along no relations.`, {
      column: 'relations',
      hint: "Leave relations out, or use features: 'propagated' or 'aggregated'.",
    });
  }
}

/** Inputs that a model is fitted on, and what a saved model keeps of them. */
export interface FittedInputs {
  readonly inputs: Inputs;
  readonly state: SavedModel['state'];
  /** The training rows in the order of their ids: summed up in it, results do not depend on the order of the nodes. */
  readonly train: Int32Array;
}

/**
 * Inputs of all nodes of a problem. Dense features of the nodes themselves are standardised by the training rows; the state of a saved
 * model keeps by what, or which relations were used where features are propagated.
 *
 * @throws {HeteroGraphError} INVALID_OPTION of relations that would not be used; MISSING_FEATURES, UNKNOWN_TYPE, OUT_OF_MEMORY, ABORTED
 */
export async function fitInputs(problem: Problem, options: InputsAs, run: RunOptions): Promise<FittedInputs> {
  const { graph, nodeType, split } = problem;
  checkReadRelations(options.features, options.relations);
  const train = rowsById(graph, nodeType, split.train);
  const { inputs, state, scaleOf } = await unscaledInputs(problem, options, run);
  if (options.unscaled || !scaleOf) return { inputs, state, train };
  const scale = scaleOf(inputs, train);
  scaleColumns(inputs, scale);
  return { inputs, state: { ...state, scale }, train };
}

/** Inputs as they are, and what they are standardised by where they can be. */
async function unscaledInputs(
  { graph, nodeType, seed }: Problem,
  options: InputOptions,
  run: RunOptions,
): Promise<Omit<FittedInputs, 'train'> & { readonly scaleOf?: typeof columnScale }> {
  if (options.features === 'aggregated') {
    const { plan, ...columns } = aggregatesOf(graph, nodeType, options.relations, run);
    return { inputs: withConstant(columns, graph.numNodes(nodeType)), state: { plan }, scaleOf: aggregateScale };
  }
  if (options.features === 'graph') {
    const graphs = wholeGraphs(graph, nodeType);
    const inputs = graphFeatures(graphs, graph.features(nodeType));
    return { inputs, state: { members: membersIn(graphs) }, scaleOf: columnScale };
  }
  const inputs = await nodeInputs(graph, nodeType, options, seed, run);
  if (options.features === 'propagated') {
    return { inputs, state: { seen: seenGraph(graph, nodeType, options.relations) } };
  }
  return { inputs, state: {}, ...(graph.features(nodeType)?.kind === 'dense' ? { scaleOf: columnScale } : {}) };
}

/**
 * The same inputs of another graph.
 *
 * @param state of the saved model; one without a scale is of an earlier version, whose inputs were not standardised
 * @param width of the inputs of the fit
 * @throws {HeteroGraphError} MODEL_MISMATCH where the inputs of the graph would be others than those fitted on; and as {@link fitInputs}
 */
export async function inputsLike(
  { state, seed, width }: { readonly state: SavedModel['state']; readonly seed: number; readonly width: number },
  graph: HeteroGraph,
  nodeType: string,
  options: InputsAs,
  run: RunOptions,
): Promise<Inputs> {
  if (options.features === 'aggregated') {
    const inputs = withConstant(applyAggregates(graph, state.plan as AggregatePlan, run), graph.numNodes(nodeType));
    if (inputs.width !== width) throw otherWidth(width, inputs.width, nodeType);
    if (!options.unscaled) scaleColumns(inputs, checkScale(state.scale, width));
    return inputs;
  }
  if (options.features === 'graph') {
    const inputs = graphFeatures(wholeGraphsLike(state.members, graph, nodeType), graph.features(nodeType));
    if (inputs.width !== width) throw otherWidth(width, inputs.width, nodeType);
    if (!options.unscaled) scaleColumns(inputs, checkScale(state.scale, width));
    return inputs;
  }
  const isPropagated = options.features === 'propagated';
  if (isPropagated) checkSeenGraph(state.seen, graph, nodeType, options.relations);
  const inputs = await nodeInputs(graph, nodeType, options, seed, run);
  if (inputs.width !== width) throw otherWidth(width, inputs.width, nodeType);
  if (!isPropagated && state.scale !== undefined) scaleColumns(inputs, checkScale(state.scale, width));
  return inputs;
}

function nodeInputs(
  graph: HeteroGraph,
  nodeType: string,
  options: InputOptions,
  seed: number,
  run: RunOptions,
): Inputs | Promise<Inputs> {
  if (options.features === 'propagated') return propagatedInputs(graph, nodeType, options, seed, run);
  return ownInputs(graph, nodeType, options.width ?? 512, seed);
}

function ownInputs(graph: HeteroGraph, nodeType: string, width: number, seed: number): Inputs {
  checkFeatures(graph, nodeType);
  const features = graph.features(nodeType)!;
  const count = graph.numNodes(nodeType);
  const inner = Math.min(features.width, width);
  const x = new Float32Array(count * (inner + 1));
  // Columns are hashed into the width where there are more, with a random sign so that collisions cancel.
  const stream = new RandomStream(seed, 'ridge');
  const place = Int32Array.from({ length: features.width }, (_, c) =>
    inner === features.width ? c : stream.nextInt(inner),
  );
  const sign = Float32Array.from(place, () => (inner === features.width || stream.next() < 0.5 ? 1 : -1));
  const add = (row: number, c: number, value: number) => {
    x[row * (inner + 1) + place[c]!]! += sign[c]! * value;
  };
  for (let row = 0; row < count; row++) {
    x[row * (inner + 1) + inner] = 1;
    if (features.kind === 'dense')
      for (let c = 0; c < features.width; c++) add(row, c, features.values[row * features.width + c]!);
    else
      for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++)
        add(row, features.indices[e]!, features.values[e]!);
  }
  return { x, width: inner + 1 };
}

async function propagatedInputs(
  graph: HeteroGraph,
  nodeType: string,
  { width, relations }: InputOptions,
  seed: number,
  run: RunOptions,
): Promise<Inputs> {
  const count = graph.numNodes(nodeType);
  const inputWidth = width ?? widthFor(graph, nodeType, relations);
  const shape = { hops: 1, useInput: true, inputWidth, embeddingWidth: inputWidth, relations };
  const propagated = await precomputeRpHgnn(graph, { target: nodeType, ...shape, seed, ...run });
  try {
    // Every even group starts with the node's own features: once is enough.
    const parts = propagated.groups.map((group, g) => ({
      group,
      from: group.parity === 'even' && g > 1 ? group.width : 0,
    }));
    const total = parts.reduce((sum, { group, from }) => sum + group.hops * group.width - from, 1);
    const x = new Float32Array(count * total);
    for (let row = 0; row < count; row++) {
      let at = row * total;
      for (const { group, from } of parts) {
        const size = group.hops * group.width;
        x.set(group.values.subarray(row * size + from, (row + 1) * size), at);
        at += size - from;
      }
      x[at] = 1;
    }
    return { x, width: total };
  } finally {
    propagated.dispose();
  }
}

const MAX_COLUMNS = 2048;

/** Width of a tensor, so that they are not too many together for a Gram matrix. */
function widthFor(graph: HeteroGraph, target: string, relations: readonly string[] | undefined): number {
  const { groups } = estimateRpHgnn(graph, {
    target,
    hops: 1,
    useInput: true,
    inputWidth: 1,
    embeddingWidth: 1,
    relations,
  });
  const tensors = groups.reduce((sum, { hops }) => sum + hops, 0);
  return Math.max(4, Math.min(64, Math.floor(MAX_COLUMNS / Math.max(1, tensors))));
}

/** Chosen rows of the inputs, [rows, width]. */
export function rowsOf({ x, width }: Inputs, rows: Int32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(x.subarray(row * width, (row + 1) * width), i * width);
  return out;
}

/** A column of chosen rows of the inputs, [rows]. */
export function columnOf({ x, width }: Inputs, rows: Int32Array, column: number): Float32Array {
  const out = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = x[rows[i]! * width + column]!;
  return out;
}

function otherWidth(fitted: number, width: number, nodeType: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `The model was fitted on ${fitted} inputs; the graph gives ${width}.`, {
    type: nodeType,
    hint: 'Give a graph of the same node types, feature widths and relations.',
  });
}
