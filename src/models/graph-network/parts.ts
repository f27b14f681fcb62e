import type { Csr } from '../../core/index.js';
import { MessageGraph, MessageRelation } from '../../layers/index.js';
import { gatherFeatures } from '../../sampling/index.js';
import type { SparseOperand } from '../../tensor/index.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';
import { type GraphPart, sparseFeatures } from '../network/input-encoder.js';
import { disposeSegments, type GraphSegments, graphSegments, nodesOfGraphs } from './readout.js';

/** Some of the joined graphs, in the tensors' memory until `dispose`. */
export interface PartOfGraphs extends GraphPart {
  readonly messages: MessageGraph;
  readonly segments: GraphSegments;
  /** Of every graph that was asked for, its place among those of the part. */
  readonly places: Int32Array;
  dispose(): void;
}

/** Parts that are kept: those of the training, validation and test rows where each is one batch. */
const KEPT = 4;

/**
 * Cuts some graphs out of joined ones, with their nodes, their edges and nothing else. Parts of the same graphs are made once while they are
 * among the last few; a part is sound until as many others were made.
 */
export class GraphParts {
  readonly #graphs: JoinedGraphs;
  readonly #messages: MessageGraph;
  /** By node type, the nodes of every graph. */
  readonly #nodes: ReadonlyMap<string, Csr>;
  readonly #sparse: readonly string[];
  #kept: { readonly rows: Int32Array; readonly part: PartOfGraphs }[] = [];

  /** @param read node types of which nodes are read out @param messages of all graphs; every node type of it belongs to graphs */
  constructor(
    graphs: JoinedGraphs,
    messages: MessageGraph,
    readonly read: readonly string[],
  ) {
    const { graph, graphOf, numGraphs } = graphs;
    this.#graphs = graphs;
    this.#messages = messages;
    this.#nodes = new Map(messages.nodeTypes.map((type) => [type, nodesOfGraphs(graphOf[type]!, numGraphs)]));
    this.#sparse = messages.nodeTypes.filter((type) => graph.features(type)?.kind === 'sparse');
  }

  /** @param rows numbers of graphs, in any order, also several times */
  of(rows: Int32Array): PartOfGraphs {
    const known = this.#kept.find((each) => isSame(each.rows, rows));
    if (known) return known.part;
    const part = this.#make(rows);
    this.#kept.unshift({ rows: rows.slice(), part });
    for (const { part: old } of this.#kept.splice(KEPT)) old.dispose();
    return part;
  }

  dispose(): void {
    for (const { part } of this.#kept) part.dispose();
    this.#kept = [];
  }

  #make(rows: Int32Array): PartOfGraphs {
    const chosen = [...new Set(rows)];
    const placeOf = new Map(chosen.map((g, place) => [g, place]));
    const nodes = new Map<string, Int32Array>();
    const positions = new Map<string, Int32Array>();
    const graphOf: Record<string, Int32Array> = {};
    for (const [type, { indptr, indices, numCols }] of this.#nodes) {
      const size = chosen.reduce((sum, g) => sum + indptr[g + 1]! - indptr[g]!, 0);
      const [own, numbers, position] = [new Int32Array(size), new Int32Array(size), new Int32Array(numCols).fill(-1)];
      let at = 0;
      for (const [place, g] of chosen.entries()) {
        for (let i = indptr[g]!; i < indptr[g + 1]!; i++, at++) {
          own[at] = indices[i]!;
          numbers[at] = place;
          position[indices[i]!] = at;
        }
      }
      nodes.set(type, own);
      positions.set(type, position);
      if (this.read.includes(type)) graphOf[type] = numbers;
    }
    const relations = this.#messages.relations.map(({ name, source, target, matrix }) => {
      const csr = cutOut(matrix.arrays(false), nodes.get(target)!, positions.get(source)!, nodes.get(source)!.length);
      return new MessageRelation({ name, source, target }, csr);
    });
    const sparse = new Map<string, SparseOperand>();
    for (const type of this.#sparse) {
      const features = gatherFeatures(this.#graphs.graph, type, nodes.get(type)!);
      if (features?.kind === 'sparse') sparse.set(type, sparseFeatures(features));
    }
    const counts = new Map([...nodes].map(([type, own]) => [type, own.length]));
    const messages = new MessageGraph(counts, relations);
    const segments = graphSegments(graphOf, chosen.length);
    return {
      ...{ nodes, sparse, messages, segments, places: rows.map((g) => placeOf.get(g)!) },
      dispose() {
        messages.dispose();
        disposeSegments(segments);
        for (const operand of sparse.values()) operand.dispose();
      },
    };
  }
}

/** Rows of a matrix, with the columns that have a position among those of the part. */
function cutOut(csr: Csr, rows: Int32Array, position: Int32Array, numCols: number): Csr {
  const indptr = new Int32Array(rows.length + 1);
  let size = 0;
  for (const row of rows) size += csr.indptr[row + 1]! - csr.indptr[row]!;
  const indices = new Int32Array(size);
  let at = 0;
  for (const [i, row] of rows.entries()) {
    for (let e = csr.indptr[row]!; e < csr.indptr[row + 1]!; e++) {
      const column = position[csr.indices[e]!]!;
      if (column >= 0) indices[at++] = column;
    }
    indptr[i + 1] = at;
  }
  return { numRows: rows.length, numCols, indptr, indices: indices.slice(0, at) };
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
