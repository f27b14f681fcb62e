import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { Placement, uncheckedSpmm } from '../../compute/internal.js';
import { checkOptions, HeteroGraphError, option, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { outWeights } from '../centrality/strength.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projectedUndirected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeVectors } from '../results/node-vectors.js';
import type { Embedded } from './node2vec.js';
import { sparseVectorsInto } from './sparse-vectors.js';

export interface FastRpOptions extends ProjectOptions {
  /** Numbers of a vector; default 128. */
  readonly width?: number;
  /** What the means after one step, two, ... are worth; default [0, 1, 1], as in Neo4j GDS. */
  readonly iterationWeights?: readonly number[];
  /** Power of its strength by which the random vector of a node is scaled: below 0, hubs say less; default 0. */
  readonly normalizationStrength?: number;
  /** What the random vector of the node itself is worth; default 0. */
  readonly selfInfluence?: number;
  /** Default 0. */
  readonly seed?: number;
}

const number = z.number('a number');
const schema = z.strictObject({
  ...projectOptions,
  width: z.optional(option.count),
  iterationWeights: z.optional(z.array(number, 'a list of numbers').check(z.minLength(1, 'at least one number'))),
  normalizationStrength: z.optional(number),
  selfInfluence: z.optional(number),
  seed: z.optional(option.seed),
});

/**
 * FastRP: vectors of nodes from a very sparse random projection (Chen, Sultan, Tian, Chen, Skiena, "Fast and accurate network embeddings via
 * very sparse random projection", 2019): every node gets a random vector, then takes the mean of its neighbours' vectors by the weights of
 * the edges, once for each of `iterationWeights`; the sum of the means, each of length 1, times their weights is its vector. Without
 * directions by default, else along the edges. A random vector follows from the external id where the type has ids, and not from the row.
 * Nothing is learned: O(iterations x E x width), on all threads, the same bits for any number of them; 12 bytes a number of the result.
 *
 * @example
 * const { vectors } = await fastRp(graph, { relations: ['cites'], width: 64, normalizationStrength: -0.5 });
 * const withVectors = vectors.addTo(graph, 'fastrp');
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function fastRp(graph: HeteroGraph | ProjectedGraph, options: FastRpOptions = {}): Promise<Embedded> {
  checkOptions(schema, options);
  const over = await projectedUndirected(graph, options);
  expectNonNegativeWeights(over, 'fastRp');
  const { width = 128, iterationWeights = [0, 1, 1], normalizationStrength = 0, selfInfluence = 0 } = options;
  const { seed = 0, signal, onProgress } = options;
  throwIfAborted(signal);
  const { numNodes, forward } = over;
  const strengths = outWeights(forward);
  const scales = strengths.map((strength) => (strength > 0 ? strength ** normalizationStrength : 1));
  // Vectors are float32, whose smallest and largest numbers this leaves room for.
  if (scales.some((scale) => !(scale > 1e-30 && scale < 1e30)))
    throw new HeteroGraphError(
      'INVALID_OPTION',
      `normalizationStrength ${normalizationStrength} scales nodes out of range.`,
      {
        ...{ column: 'normalizationStrength', hint: 'Take a number from -1 to 1.' },
      },
    );
  const values = new Float32Array(numNodes * width);
  // Vectors and edges stay in the memory of the threads, where a step reads and writes them.
  const { arena } = getPool();
  const place = new Placement(arena);
  const matrix = () => arena.float32(place.block(values.byteLength), values.length);
  const placed = (indices: Int32Array) => arena.int32(place.of(indices), indices.length);
  try {
    let [state, next] = [matrix().fill(0), matrix()];
    sparseVectorsInto(state, over, width, scales, seed);
    addUnitRows(values, state, width, selfInfluence);
    const csr = {
      ...{ numRows: numNodes, numCols: numNodes, indptr: placed(forward.indptr), indices: placed(forward.indices) },
      values: sharesInto(
        arena.float32(place.block(4 * forward.indices.length), forward.indices.length),
        over,
        strengths,
      ),
    };
    for (const [i, weight] of iterationWeights.entries()) {
      uncheckedSpmm(csr, state, width, { out: next });
      [state, next] = [next, state];
      addUnitRows(values, state, width, weight);
      onProgress?.({ stage: 'fastrp', done: i + 1, total: iterationWeights.length, unit: 'iterations' });
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
  } finally {
    place.dispose();
  }
  return { vectors: new NodeVectors(over, width, values) };
}

/** Weights of edges as shares of all those of their node, [numEdges]. */
function sharesInto(
  out: Float32Array,
  { forward: { indptr, weights } }: ProjectedGraph,
  strengths: Float64Array,
): Float32Array {
  for (let v = 0; v < strengths.length; v++) {
    const scale = strengths[v]! > 0 ? 1 / strengths[v]! : 0;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) out[e] = (weights?.[e] ?? 1) * scale;
  }
  return out;
}

/** out[v] += weight * rows[v] / its length; rows of zeros add nothing. */
function addUnitRows(out: Float32Array, rows: Float32Array, width: number, weight: number): void {
  if (weight === 0) return;
  for (let at = 0; at < rows.length; at += width) {
    let squares = 0;
    for (let i = at; i < at + width; i++) squares += rows[i]! * rows[i]!;
    if (squares === 0) continue;
    const scale = weight / Math.sqrt(squares);
    for (let i = at; i < at + width; i++) out[i]! += scale * rows[i]!;
  }
}
