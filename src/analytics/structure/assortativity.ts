import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { correlation, mixingMatrix, nominalCoefficient } from './simple/mixing.js';

export interface AssortativityResult {
  /** From -1 (edges join unlike nodes) through 0 (by chance) to 1 (like nodes alone); NaN where all ends are alike, or there are no edges. */
  readonly coefficient: number;
  /** Edges between categories, [numCategories x numCategories] by the source: of an undirected graph from both ends, a self loop once. */
  readonly mixing: Float64Array;
  readonly numCategories: number;
}

const schema = z.strictObject(projectOptions);

/**
 * Whether edges join nodes of the same category, such as a label (Newman 2003, "Mixing patterns in networks"). Every edge counts once,
 * whatever its weight; edges with directions count from source to target. Edges of nodes without a category are left out. O(E).
 *
 * @param categories of each node, [numNodes], whole numbers from 0; -1 for none
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, TOO_LARGE for more than 4,096 categories, and what
 * `projectGraph` throws
 */
export async function attributeAssortativity(
  graph: HeteroGraph | ProjectedGraph,
  categories: ArrayLike<number>,
  options: ProjectOptions = {},
): Promise<AssortativityResult> {
  expectArgument(categories, 'numbers', 'categories');
  checkOptions(schema, options);
  const projection = await projected(graph, options);
  expectLength(categories, projection, 'categories');
  return nominalResult(projection, checkCategories(categories));
}

/**
 * Whether edges join nodes of the same type: {@link attributeAssortativity} of node types. NaN where all edges join one type.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, and what `projectGraph` throws
 */
export async function typeAssortativity(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions = {},
): Promise<AssortativityResult> {
  checkOptions(schema, options);
  const projection = await projected(graph, options);
  const types = new Int32Array(projection.numNodes);
  for (const [type, { start, count }] of projection.types.entries()) types.fill(type, start, start + count);
  return nominalResult(projection, types, projection.types.length);
}

/**
 * Correlation of a number over the two ends of edges, from -1 to 1; NaN where it is the same at all ends, or there are no edges. Every
 * edge counts once, whatever its weight, without directions from both ends. Edges of nodes whose number is NaN are left out. O(E).
 *
 * @param values of each node, [numNodes]
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION, and what `projectGraph` throws
 */
export async function numericAssortativity(
  graph: HeteroGraph | ProjectedGraph,
  values: ArrayLike<number>,
  options: ProjectOptions = {},
): Promise<number> {
  expectArgument(values, 'numbers', 'values');
  checkOptions(schema, options);
  const projection = await projected(graph, options);
  expectLength(values, projection, 'values');
  return correlation(projection.forward, values, values);
}

/**
 * Correlation of the degrees at the two ends of edges (Newman 2002): above 0 where hubs are joined with hubs. With directions, of the edges
 * out of the source and those into the target; with weights, of strengths. A self loop without direction counts twice. O(E).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, and what `projectGraph` throws
 */
export async function degreeAssortativity(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions = {},
): Promise<number> {
  checkOptions(schema, options);
  const { numNodes, isDirected, forward, backward } = await projected(graph, options);
  const sums = ({ indptr, indices, weights }: typeof forward) => {
    const found = new Float64Array(numNodes);
    for (let v = 0; v < numNodes; v++) {
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const weight = weights === undefined ? 1 : weights[e]!;
        found[v]! += !isDirected && indices[e] === v ? 2 * weight : weight;
      }
    }
    return found;
  };
  const out = sums(forward);
  return correlation(forward, out, isDirected ? sums(backward) : out);
}

const MAX_CATEGORIES = 4096;

function nominalResult({ forward }: ProjectedGraph, categories: Int32Array, atLeast = 0): AssortativityResult {
  let numCategories = atLeast;
  for (const category of categories) numCategories = Math.max(numCategories, category + 1);
  if (numCategories > MAX_CATEGORIES) {
    throw new HeteroGraphError('TOO_LARGE', `There are ${numCategories} categories.`, {
      column: 'categories',
      hint: `Number them from 0 without gaps; at most ${MAX_CATEGORIES} are counted.`,
    });
  }
  const mixing = mixingMatrix(forward, categories, numCategories);
  return { coefficient: nominalCoefficient(mixing, numCategories), mixing, numCategories };
}

function expectLength(values: ArrayLike<number>, { numNodes }: ProjectedGraph, what: string): void {
  if (values.length === numNodes) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${values.length} numbers for ${numNodes} nodes.`, {
    column: what,
    hint: 'Give one number for every node.',
  });
}

function checkCategories(categories: ArrayLike<number>): Int32Array {
  for (let v = 0; v < categories.length; v++) {
    const category = categories[v]!;
    if (Number.isInteger(category) && category >= -1 && category < 2 ** 31) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `categories has ${category} at position ${v}.`, {
      row: v,
      column: 'categories',
      hint: 'Use whole numbers from 0, and -1 for none.',
    });
  }
  return Int32Array.from(categories);
}
