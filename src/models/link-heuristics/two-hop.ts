import type { EdgeType, HeteroGraph } from '../../graph/index.js';

/** Two steps along edges from a source to a target of the same types: first, then second; a step may go against its edges. */
interface TwoHop {
  readonly first: { readonly indptr: Int32Array; readonly indices: Int32Array };
  readonly second: { readonly indptr: Int32Array; readonly indices: Int32Array };
  /** The first step backwards: rows are nodes in the middle. */
  readonly back: { readonly indptr: Int32Array };
}

/** How much a common neighbour counts: 1, or 1 / log(its degree in the second step and the first). */
export type NeighbourWeight = 'count' | 'adamic-adar';

/**
 * All paths of two typed steps from the sources of an edge type to its targets: over every middle type, by every pair of relations
 * that lead there, forwards or backwards.
 */
export class TwoHopPaths {
  readonly #paths: readonly TwoHop[];
  readonly numTargets: number;
  readonly #scores: Float64Array;
  readonly #weight: NeighbourWeight;

  constructor(graph: HeteroGraph, [from, , to]: EdgeType, weight: NeighbourWeight) {
    this.#weight = weight;
    this.numTargets = graph.numNodes(to);
    this.#scores = new Float64Array(this.numTargets);
    const steps = graph.edgeTypes.flatMap((type) => [
      {
        start: type[0],
        end: type[2],
        csr: () => graph.adjacency(type, 'out'),
        back: () => graph.adjacency(type, 'in'),
      },
      {
        start: type[2],
        end: type[0],
        csr: () => graph.adjacency(type, 'in'),
        back: () => graph.adjacency(type, 'out'),
      },
    ]);
    this.#paths = steps
      .filter(({ start }) => start === from)
      .flatMap((one) =>
        steps
          .filter(({ start, end }) => start === one.end && end === to)
          .map((two): TwoHop => ({ first: one.csr(), second: two.csr(), back: one.back() })),
      );
  }

  /** Weighted number of paths from a source to every target, [targets]; overwritten by the next call. */
  from(source: number): Float64Array {
    const scores = this.#scores.fill(0);
    const isAdamicAdar = this.#weight === 'adamic-adar';
    for (const { first, second, back } of this.#paths) {
      for (let i = first.indptr[source]!; i < first.indptr[source + 1]!; i++) {
        const middle = first.indices[i]!;
        const degree =
          second.indptr[middle + 1]! - second.indptr[middle]! + back.indptr[middle + 1]! - back.indptr[middle]!;
        const weight = isAdamicAdar ? 1 / Math.log(Math.max(2, degree)) : 1;
        for (let j = second.indptr[middle]!; j < second.indptr[middle + 1]!; j++) {
          const target = second.indices[j]!;
          scores[target] = scores[target]! + weight;
        }
      }
    }
    return scores;
  }
}
