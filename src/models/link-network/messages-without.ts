import type { Csr } from '../../core/index.js';
import { type EdgeType, type HeteroGraph, LinkIndex, sameEdgeType, type TypedLinks } from '../../graph/index.js';
import { inverseOf } from '../../graph/internal.js';
import { MessageGraph, MessageRelation } from '../../layers/index.js';
import { type RelationOrigin, relationOrigins } from '../../layers/internal.js';

export interface MessageOptions {
  /** Edge types to use; default all. */
  readonly relations?: readonly string[] | undefined;
  /** Edge types that carry messages backwards too, as keys. */
  readonly reverse: readonly string[];
}

/** A relation as messages use it, and the link that each of its entries stands for. */
interface Relation {
  readonly origin: RelationOrigin;
  readonly csr: Csr;
  /**
   * Places of links among all, by entry, -1 where the entry is none: a list for every edge type that it holds links of, and for each
   * direction of them.
   */
  readonly links: readonly Int32Array[];
}

/**
 * Message graphs of a graph without some of its links: neither their edges, parallel ones too, nor the same pairs backwards, be it in a
 * relation of its own, declared as the inverse or found to be it, or in the edge type itself where it holds both directions.
 */
export class MessagesWithout {
  readonly #graph: HeteroGraph;
  readonly #index: LinkIndex;
  readonly #relations: readonly Relation[];

  /** @param links all that may be left out */
  constructor(graph: HeteroGraph, edgeTypes: readonly EdgeType[], links: TypedLinks, options: MessageOptions) {
    const { relations, reverse } = options;
    this.#graph = graph;
    this.#index = new LinkIndex(links, 'target');
    const origins = relationOrigins(graph, { reverse, ...(relations ? { relations } : {}) });
    const inverses = edgeTypes.map((type) => (graph.edgeTypes.some(isSame(type)) ? inverseOf(graph, type) : undefined));
    this.#relations = origins.map((origin) => {
      const { numRows, numCols, indptr, indices } = graph.adjacency(origin.type, origin.isReversed ? 'out' : 'in');
      const csr = { numRows, numCols, indptr, indices };
      const held = edgeTypes.flatMap((type, r) => {
        const isIt = sameEdgeType(type, origin.type);
        const inverse = inverses[r];
        const isInverse = inverse !== undefined && sameEdgeType(inverse, origin.type);
        // Rows receive: they are the targets of the edges, or where messages go backwards the sources.
        return [
          ...(isIt ? [{ relation: r, isRowTarget: !origin.isReversed }] : []),
          ...(isInverse ? [{ relation: r, isRowTarget: origin.isReversed }] : []),
        ];
      });
      return { origin, csr, links: held.map((each) => this.#linksOf(csr, each)) };
    });
  }

  /** @param left links to leave out; those that are not among all are ignored. The caller disposes of the graph. */
  without(left: TypedLinks): MessageGraph {
    const counts = new Map(this.#graph.nodeTypes.map((type) => [type, this.#graph.numNodes(type)]));
    return new MessageGraph(
      counts,
      this.edges(left).map(({ origin, csr }) => new MessageRelation(origin, csr)),
    );
  }

  /** The same without tensors: the edges of every relation, and whether it holds links. */
  edges(
    left: TypedLinks,
  ): readonly { readonly origin: RelationOrigin; readonly csr: Csr; readonly isLinks: boolean }[] {
    const isLeft = new Uint8Array(this.#index.answers.length);
    for (let i = 0; i < left.source.length; i++) {
      const place = this.#index.placeOf(left.relation[i]!, left.source[i]!, left.target[i]!);
      if (place >= 0) isLeft[place] = 1;
    }
    return this.#relations.map(({ origin, csr, links }) => ({
      origin,
      csr: links.length > 0 ? kept(csr, links, isLeft) : csr,
      isLinks: links.length > 0,
    }));
  }

  #linksOf(
    { numRows, indptr, indices }: Csr,
    { relation, isRowTarget }: { readonly relation: number; readonly isRowTarget: boolean },
  ): Int32Array {
    const links = new Int32Array(indices.length);
    for (let row = 0; row < numRows; row++) {
      for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
        const [source, target] = isRowTarget ? [indices[e]!, row] : [row, indices[e]!];
        links[e] = this.#index.placeOf(relation, source, target);
      }
    }
    return links;
  }
}

/** The entries whose links all stay. */
function kept({ numRows, numCols, indptr, indices }: Csr, links: readonly Int32Array[], isLeft: Uint8Array): Csr {
  const starts = new Int32Array(numRows + 1);
  const columns = new Int32Array(indices.length);
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) {
      if (!links.some((places) => isLeft[places[e]!] === 1)) columns[at++] = indices[e]!;
    }
    starts[row + 1] = at;
  }
  return { numRows, numCols, indptr: starts, indices: columns.slice(0, at) };
}

function isSame(type: EdgeType) {
  return (other: EdgeType) => sameEdgeType(type, other);
}
