import type { Csr } from '../../core/index.js';
import { type HeteroTensors, Linear } from '../../layers/index.js';
import {
  concatColumns,
  gatherRows,
  multiply,
  type Parameter,
  SparseOperand,
  segmentReduce,
  segmentSoftmax,
  type Tensor2D,
} from '../../tensor/index.js';

/** How the states of the nodes of a graph become one vector: by type, one below the other; zeros where there is no node. */
export type ReadoutKind = 'mean' | 'max' | 'sum' | 'attention';

export interface ReadoutOptions {
  readonly kind: ReadoutKind;
  readonly numGraphs: number;
  /** By node type, the graph of every node, -1: none. */
  readonly graphOf: Readonly<Record<string, Int32Array>>;
  /** Of the states. */
  readonly width: number;
  readonly seed: number;
}

/**
 * States of nodes [N, W] by type -> vectors of graphs [G, W x types]: mean, maximum or sum over the nodes of a type, or their sum weighted by
 * a softmax over them of a learned linear score (Li et al., "Gated Graph Sequence Neural Networks", ICLR 2016, without its second gate).
 */
export class GraphReadout {
  readonly parameters: readonly Parameter[];
  readonly width: number;
  readonly #kind: ReadoutKind;
  readonly #segments: GraphSegments;
  readonly #scores: ReadonlyMap<string, Linear>;

  constructor({ kind, numGraphs, graphOf, width, seed }: ReadoutOptions) {
    this.#kind = kind;
    const types = Object.keys(graphOf);
    this.#segments = graphSegments(graphOf, numGraphs);
    this.#scores = new Map(
      kind === 'attention'
        ? types.map((type) => [type, new Linear({ name: `readout/${type}`, seed, inputWidth: width, outputWidth: 1 })])
        : [],
    );
    this.width = width * types.length;
    this.parameters = [...this.#scores.values()].flatMap(({ parameters }) => parameters);
  }

  /**
   * The caller tidies.
   *
   * @param segments of other graphs with nodes of the same types; default those of the options
   */
  forward(states: HeteroTensors, segments = this.#segments): Tensor2D {
    return concatColumns(
      [...segments].map(([type, { matrix, nodes }]) => {
        const values = gatherRows(states.get(type)!, nodes);
        const score = this.#scores.get(type);
        if (this.#kind !== 'attention' || !score) {
          return segmentReduce(matrix, values, this.#kind === 'attention' ? 'sum' : this.#kind);
        }
        const weights = segmentSoftmax(matrix, score.forward(values));
        return segmentReduce(matrix, multiply(values, weights) as Tensor2D, 'sum');
      }),
    );
  }

  dispose(): void {
    disposeSegments(this.#segments);
    for (const score of this.#scores.values()) score.dispose();
  }
}

/** By node type, the nodes of every graph: rows are the graphs. */
export type GraphSegments = ReadonlyMap<string, { readonly matrix: SparseOperand; readonly nodes: Int32Array }>;

export function graphSegments(graphOf: Readonly<Record<string, Int32Array>>, numGraphs: number): GraphSegments {
  return new Map(
    Object.entries(graphOf).map(([type, numbers]) => {
      const csr = nodesOfGraphs(numbers, numGraphs);
      return [type, { matrix: new SparseOperand(csr), nodes: csr.indices }] as const;
    }),
  );
}

export function disposeSegments(segments: GraphSegments): void {
  for (const { matrix } of segments.values()) matrix.dispose();
}

/** Nodes of every graph, in their order. */
export function nodesOfGraphs(graphOf: Int32Array, numGraphs: number): Csr {
  const indptr = new Int32Array(numGraphs + 1);
  for (const g of graphOf) if (g >= 0) indptr[g + 1]!++;
  for (let g = 0; g < numGraphs; g++) indptr[g + 1]! += indptr[g]!;
  const next = indptr.slice();
  const indices = new Int32Array(indptr[numGraphs]!);
  for (const [node, g] of graphOf.entries()) if (g >= 0) indices[next[g]!++] = node;
  return { numRows: numGraphs, numCols: graphOf.length, indptr, indices };
}
