import * as z from 'zod/mini';
import { checkOptions, option } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../../project/project-options.js';
import { projectedUndirected } from '../../project/projected.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import { checkPartition, type GivenPartition, type Partition } from './check-partition.js';
import { strengths } from './strengths.js';

export interface TypedModularityOptions extends ProjectOptions {
  /** Default 1. */
  readonly resolution?: number;
}

export interface TypedModularity {
  /** Mean of those of all pairs of types, by their weight; NaN for a graph without edges. */
  readonly modularity: number;
  /** Pairs of node types with edges between them: with directions from the first to the second, else each pair once. */
  readonly pairs: readonly {
    readonly types: readonly [string, string];
    readonly modularity: number;
    /** Of all weight. */
    readonly share: number;
  }[];
}

const schema = z.strictObject({ ...projectOptions, resolution: z.optional(option.nonNegative) });

/**
 * Modularity of a graph whose edges join certain types of nodes: the weight between two nodes is compared with what their strengths
 * towards each other's type would give, type pair by type pair (composite modularity, Liu, Liu, Murata, Wakita 2014). It is Newman's for one
 * node type, and Barber's for two with edges between them alone. O(E).
 *
 * @param communities one whole number for each node, [numNodes], equal for nodes of one community, or what an algorithm returned
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, INVALID_WEIGHT, and what `projectGraph` throws
 */
export async function typedModularity(
  graph: HeteroGraph | ProjectedGraph,
  communities: GivenPartition,
  options: TypedModularityOptions = {},
): Promise<TypedModularity> {
  checkOptions(schema, options);
  const projection = await projectedUndirected(graph, options);
  const partition = checkPartition(communities, projection.numNodes);
  const { total } = strengths(projection);
  const { types, isDirected } = projection;
  const sums = [...pairSums(projection, partition).values()].filter(({ weight }) => weight > 0);
  const pairs = sums
    .filter(({ from, to }) => isDirected || from <= to)
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, weight, inside, out, into }) => {
      // Of an undirected graph, an edge inside one type was met at both ends.
      const isTwice = !isDirected && from === to;
      const expected = (options.resolution ?? 1) / weight / weight;
      let value = 0;
      for (let c = 0; c < partition.count; c++) value += inside[c]! / weight - expected * out[c]! * into[c]!;
      const names = [types[from]!.name, types[to]!.name] as const;
      return { types: names, modularity: value, share: (isTwice ? weight / 2 : weight) / total };
    });
  const mean = pairs.reduce((sum, { modularity, share }) => sum + share * modularity, 0);
  return { modularity: total === 0 ? Number.NaN : mean, pairs };
}

interface PairSums {
  readonly from: number;
  readonly to: number;
  weight: number;
  /** By community: weight inside, of edges from its nodes, and of edges to its nodes. */
  readonly inside: Float64Array;
  readonly out: Float64Array;
  readonly into: Float64Array;
}

/** Entries of the adjacency by the types of their ends; a self loop of an undirected graph counts as two. */
function pairSums(
  { numNodes, types, isDirected, forward: { indptr, indices, weights } }: ProjectedGraph,
  { communities, count }: Partition,
): Map<number, PairSums> {
  const typeOf = new Int32Array(numNodes);
  for (const [type, { start, count: length }] of types.entries()) typeOf.fill(type, start, start + length);
  const pairs = new Map<number, PairSums>();
  let last: PairSums | undefined;
  for (let v = 0; v < numNodes; v++) {
    const [from, c] = [typeOf[v]!, communities[v]!];
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const u = indices[e]!;
      const to = typeOf[u]!;
      if (last?.from !== from || last.to !== to) {
        last = pairs.get(from * types.length + to) ?? emptySums(from, to, count);
        pairs.set(from * types.length + to, last);
      }
      const weight = (weights === undefined ? 1 : weights[e]!) * (u === v && !isDirected ? 2 : 1);
      const d = communities[u]!;
      last.weight += weight;
      last.out[c]! += weight;
      last.into[d]! += weight;
      if (c === d) last.inside[c]! += weight;
    }
  }
  return pairs;
}

function emptySums(from: number, to: number, count: number): PairSums {
  const [inside, out, into] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  return { from, to, weight: 0, inside, out, into };
}
