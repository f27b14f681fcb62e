import * as z from 'zod/mini';
import {
  type Csr,
  checkOptions,
  HeteroGraphError,
  option,
  type RunOptions,
  type WeightedCsr,
} from '../../core/index.js';
import { numericColumn } from '../columns/make.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey } from '../schema/schema.js';
import { chainProduct, productBound } from './metapath-product.js';
import { allNodes, assembleGraph, endColumns, keptEdges, lazyEdges, newEdgeType } from './parts.js';

/** An edge type, followed from source to target, or backwards. */
export type MetapathStep = EdgeTypeRef | { readonly reverse: EdgeTypeRef };

export interface MetapathOptions extends RunOptions {
  /** Steps, at least one; each begins at the node type where the one before ends. */
  readonly path: readonly MetapathStep[];
  /** Pairs kept of a source node: those joined by most paths, of equal ones the lowest target rows; default all. */
  readonly maxPerRow?: number;
  /** Bytes that the pairs (8 each) may take; default 2 GiB. */
  readonly maxBytes?: number;
}

export interface AddMetapathOptions extends MetapathOptions {
  /** Relation of the new edge type. */
  readonly name: string;
  /** Weight column with the number of paths; default `weight`; null for none. */
  readonly weight?: string | null;
}

const atMost = (max: number) => `a number from 0 to ${max}`;
const boundSchema = z.looseObject({
  path: z.array(z.unknown(), 'a list of steps'),
  maxPerRow: z.optional(option.count),
});
const pathOptions = {
  ...option.runOptions,
  path: z.array(z.unknown(), 'a list of steps'),
  maxPerRow: z.optional(option.count),
  maxBytes: z.optional(option.nonNegative.check(z.maximum(2 ** 33, atMost(2 ** 33)))),
};
const optionsSchema = z.strictObject(pathOptions);
const addSchema = z.strictObject({
  ...pathOptions,
  name: z.string('the name of a relation'),
  weight: z.optional(z.nullable(names.columnName)),
});

/**
 * Pairs of nodes that a metapath joins, as CSR from its first to its last node type; values are numbers of paths,
 * parallel edges counted. A node is joined with itself where a path leads back to it.
 *
 * O(steps of all paths); see `chainProduct`. Memory is asked before anything is stored.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS; BROKEN_METAPATH where there is no step, or one does
 * not begin where the one before ends; INVALID_OPTION, OUT_OF_MEMORY, ABORTED
 */
export async function metapathAdjacency(graph: HeteroGraph, options: MetapathOptions): Promise<WeightedCsr> {
  checkOptions(optionsSchema, options);
  const { maxBytes = 2 ** 31, maxPerRow = 2 ** 31 - 1 } = options;
  return chainProduct(chainOf(graph, options.path).chain, { ...options, maxPerRow, maxBytes });
}

/** Pairs that {@link metapathAdjacency} holds at most, and their bytes. O(edges of the path). */
export function metapathBound(
  graph: HeteroGraph,
  options: Pick<MetapathOptions, 'path' | 'maxPerRow'>,
): { readonly numPairs: number; readonly bytes: number } {
  checkOptions(boundSchema, options);
  const { path, maxPerRow = 2 ** 31 - 1 } = options;
  const numPairs = productBound(chainOf(graph, path).chain, maxPerRow);
  return { numPairs, bytes: numPairs * 8 };
}

/**
 * Adds a relation from the first to the last node type of a metapath: an edge for every pair that
 * {@link metapathAdjacency} finds, by source and target row, with the number of paths as float32 weight. It names no
 * inverse.
 *
 * @throws {HeteroGraphError} as {@link metapathAdjacency}; DUPLICATE_NAME, INVALID_SCHEMA where `name` or `weight` is
 * no name
 * @see Sun et al., "PathSim: meta path-based top-k similarity search in heterogeneous information networks", VLDB 2011
 */
export async function addMetapath(graph: HeteroGraph, options: AddMetapathOptions): Promise<HeteroGraph> {
  checkOptions(addSchema, options);
  const { path, name, weight = 'weight', ...rest } = options;
  const { from, to } = chainOf(graph, path);
  const taken = new Set(graph.edgeTypes.map(edgeTypeKey));
  const type = newEdgeType(taken, [from, name, to], 'Pass another `name`.');
  const columns = weight === null ? [] : [{ name: weight, type: 'float32', role: 'weight' } as const];
  const parts = graph.edgeTypes.map((each) => keptEdges(graph, each));
  // An empty relation first: a name that is none is refused before the work.
  assembleGraph(allNodes(graph), [...parts, lazyEdges({ type, columns }, 0, () => [])]);
  const { indptr, indices, values } = await metapathAdjacency(graph, { path, ...rest });
  const added = lazyEdges({ type, columns }, indices.length, () => {
    const source = new Int32Array(indices.length);
    for (let row = 0; row + 1 < indptr.length; row++) source.fill(row, indptr[row]!, indptr[row + 1]!);
    return [...endColumns(source, indices), ...columns.map(() => numericColumn('float32', values))];
  });
  return assembleGraph(allNodes(graph), [...parts, added]);
}

/** A metapath of a graph: a CSR for each step, and the node types from its first to its last. */
export interface MetapathChain {
  readonly chain: readonly Csr[];
  readonly types: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** CSRs of the steps, made one after another. @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, BROKEN_METAPATH */
export function chainOf(graph: HeteroGraph, path: readonly MetapathStep[]): MetapathChain {
  const steps = path.map((step) => {
    if (typeof step === 'string' || isTriple(step)) {
      const type = graph.resolveEdgeType(step);
      return { type, from: type[0], to: type[2], direction: 'out' as const };
    }
    const type = graph.resolveEdgeType(step.reverse);
    return { type, from: type[2], to: type[0], direction: 'in' as const };
  });
  if (steps.length === 0) {
    throw new HeteroGraphError('BROKEN_METAPATH', 'The metapath has no step.', {
      hint: "Name at least one relation, such as ['writes', { reverse: 'writes' }].",
    });
  }
  for (const [i, { type, from }] of steps.entries()) {
    const before = steps[i - 1];
    if (before && before.to !== from) throw broken(i, type, before.to, from);
  }
  const chain = steps.map(({ type, direction }) => graph.adjacency(type, direction));
  const types = [steps[0]!.from, ...steps.map(({ to }) => to)];
  return { chain, types, from: types[0]!, to: types.at(-1)! };
}

function isTriple(step: EdgeType | { readonly reverse: EdgeTypeRef }): step is EdgeType {
  return Array.isArray(step);
}

function broken(step: number, type: EdgeType, at: string, from: string): HeteroGraphError {
  const message = `Step ${step} begins at "${from}", but the step before it ends at "${at}".`;
  return new HeteroGraphError('BROKEN_METAPATH', message, {
    type: edgeTypeKey(type),
    hint: 'Follow a relation backwards with { reverse: relation }.',
  });
}
