import { HeteroGraphError } from '../../core/index.js';
import { idOf, typeOf } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/** A node by what it is called. */
export interface NamedNode {
  readonly type: string;
  /** External id, or the row number where the type has no ids. */
  readonly id: string | number;
  /** Row in the table of the type. */
  readonly row: number;
}

/** Two nodes, with a number where pairs have one. */
export interface NamedPair {
  readonly source: NamedNode;
  readonly target: NamedNode;
  readonly value?: number;
}

/** What the nodes of a projection are called, in the order of their numbers in the list. */
export function namedNodes(graph: ProjectedGraph, nodes: ArrayLike<number>): NamedNode[] {
  return Array.from(nodes, (node) => {
    const type = typeOf(graph, node);
    const row = node - type.start;
    return { type: type.name, id: idOf(type, row), row };
  });
}

/**
 * Pairs of nodes of a projection, such as edges or what is similar, with a number each where they have one.
 *
 * @example
 * const { edges } = await spanningForest(graph, { relations: ['road'], weights: 'km' });
 * edges.at(0); // { source: { type: 'town', id: 'Ghent', row: 3 }, target: { ... }, value: 12.5 }
 */
export class NodePairs {
  /** The projection that the numbers are of. */
  readonly graph: ProjectedGraph;
  /** Numbers of the first nodes, [numPairs]. */
  readonly sources: Int32Array;
  /** Numbers of the second nodes, [numPairs]. */
  readonly targets: Int32Array;
  /** [numPairs] */
  readonly values: Float64Array | undefined;

  constructor(graph: ProjectedGraph, sources: Int32Array, targets: Int32Array, values?: Float64Array) {
    this.graph = graph;
    this.sources = sources;
    this.targets = targets;
    this.values = values;
  }

  get length(): number {
    return this.sources.length;
  }

  /** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE */
  at(place: number): NamedPair {
    if (!Number.isInteger(place) || place < 0 || place >= this.length) {
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no pair ${place}.`, {
        hint: `Pairs are numbered from 0, below ${this.length}.`,
      });
    }
    const [source, target] = namedNodes(this.graph, [this.sources[place]!, this.targets[place]!]);
    return { source: source!, target: target!, ...(this.values && { value: this.values[place]! }) };
  }

  *[Symbol.iterator](): Generator<NamedPair, void> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}
