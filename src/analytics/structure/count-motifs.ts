import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, type Pieces, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type CountedShape, inducedCounts } from './motifs/induced.js';
import { occurrences } from './motifs/occurrences.js';
import type { TypedRanks } from './motifs/tables.js';
import type { MotifName } from './motifs/typed-shapes.js';
import { mergedNeighbours } from './simple/merged-neighbours.js';
import { type RankedGraph, rankByDegree } from './simple/ranked-graph.js';

export interface MotifOptions extends ProjectOptions {
  /** Nodes of a motif; default 4. */
  readonly size?: 3 | 4;
  /** Whether motifs of nodes of other types are told apart; default true. */
  readonly byType?: boolean;
}

export interface Motif {
  readonly name: MotifName;
  /** The node type of each of its nodes, in the order that `edges` refers to; undefined with `byType: false`. */
  readonly types?: readonly string[];
  /** Pairs of its nodes that are neighbours. */
  readonly edges: readonly (readonly [number, number])[];
  /** Sets of nodes that have these edges among them and no others; above 2^53, such as stars of very many nodes, rounded. */
  readonly count: number;
}

const schema = z.strictObject({
  ...projectOptions,
  size: z.optional(z.union([z.literal(3), z.literal(4)])),
  byType: z.optional(z.boolean('true or false')),
});

const MAX_TYPES = 32;

/**
 * How many sets of 3 or 4 nodes hang together as each motif, of the graph without directions, self loops and parallel edges: paths,
 * triangles, stars, cycles, paws (a triangle with an end), diamonds (two triangles with an edge in common) and cliques, each by the types
 * of its nodes; those that occur. Counted by formulas from triangles, cycles and cliques, not one by one (Ahmed, Neville, Rossi, Duffield
 * 2015; Rossi et al. 2019 for types). O(E^1.5) at most, besides cliques: O(E d^2) with the largest number d of neighbours of higher
 * degree.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, TOO_LARGE for more than 32 node types, and what `projectGraph` throws
 */
export async function countMotifs(graph: HeteroGraph | ProjectedGraph, options: MotifOptions = {}): Promise<Motif[]> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projected(graph, options, 'both');
  const { size = 4, byType = true, signal } = options;
  const names = byType ? projection.types.map(({ name }) => name) : [];
  if (names.length > MAX_TYPES) {
    throw new HeteroGraphError(
      'TOO_LARGE',
      `Motifs are told apart by at most ${MAX_TYPES} types, not ${names.length}.`,
      {
        column: 'byType',
        hint: 'Choose fewer relations, or use byType: false.',
      },
    );
  }
  const found = await withPauses(motifsOf(projection, size, names.length > 1), signal);
  return found.map(({ shape: { name, edges }, types, count }) => ({
    name,
    ...(byType && { types: types.map((type) => names[type]!) }),
    edges,
    count,
  }));
}

function* motifsOf(graph: ProjectedGraph, size: 3 | 4, byType: boolean): Pieces<CountedShape[]> {
  const { indptr, indices } = yield* mergedNeighbours(graph);
  yield;
  const ranked = rankByDegree({ indptr, indices });
  yield;
  return inducedCounts(yield* occurrences(ranked, size, typedRanks(ranked, byType ? graph.types : [])));
}

function typedRanks({ nodes, numNodes, indptr, indices }: RankedGraph, all: ProjectedGraph['types']): TypedRanks {
  const byNode = new Uint8Array(numNodes);
  for (const [type, { start, count }] of all.entries()) byNode.fill(type, start, start + count);
  const numTypes = Math.max(1, all.length);
  const types = Uint8Array.from(nodes, (v) => byNode[v]!);
  const degrees = new Int32Array(numNodes * numTypes);
  for (let r = 0; r < numNodes; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) degrees[r * numTypes + types[indices[e]!]!]!++;
  }
  return { numTypes, types, degrees };
}
