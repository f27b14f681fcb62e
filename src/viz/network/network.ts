import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';

/** Edges of one relation between nodes of a {@link Network}, by their numbers, [E]. */
export interface NetworkRelation {
  readonly name: string;
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
}

/** Nodes at places of the plane and the edges between them: what a picture shows, as plain data. */
export interface Network {
  /** x and y of every node, y down, [N, 2], as `layoutGraph` gives them. */
  readonly positions: ArrayLike<number>;
  readonly relations: readonly NetworkRelation[];
  /** Type of every node, [N]: its shape, and its colour where there are no groups. */
  readonly types?: readonly string[];
  /** Such as the community of every node, [N]: its colour. */
  readonly groups?: ArrayLike<string | number>;
  /** Shown for every node, [N]. */
  readonly names?: readonly string[];
  /** How large every node is drawn, by area, from 0, [N]. Default: all alike. */
  readonly sizes?: ArrayLike<number>;
  /** Sentences under the picture, such as what it leaves out. */
  readonly notes?: readonly string[];
}

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE; returns the number of nodes */
export function checkNetwork(network: Network): number {
  expectMembers(network, 'network', { positions: 'numbers', relations: 'objects' });
  const { positions, relations, types, groups, names, sizes, notes } = network;
  const numNodes = positions.length / 2;
  if (!Number.isInteger(numNodes))
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${positions.length} positions.`, {
      hint: 'Two numbers a node: x, y.',
    });
  for (let i = 0; i < positions.length; i++)
    if (!Number.isFinite(positions[i]))
      throw new HeteroGraphError('NON_FINITE', `The place of node ${i >> 1} is ${positions[i]}.`, { row: i >> 1 });
  for (const [what, list] of Object.entries({ types, groups, names, sizes })) {
    if (list === undefined) continue;
    expectArgument(list, 'list', `network.${what}`);
    if (list.length !== numNodes)
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${numNodes} nodes and ${list.length} ${what}.`);
  }
  if (notes !== undefined) expectArgument(notes, 'list', 'network.notes');
  for (let i = 0; sizes && i < numNodes; i++)
    if (!(Number.isFinite(sizes[i]) && sizes[i]! >= 0))
      throw new HeteroGraphError('INVALID_OPTION', `The size of node ${i} is ${sizes[i]}.`, {
        column: 'sizes',
        hint: 'Sizes are finite numbers from 0.',
      });
  for (const [r, relation] of relations.entries()) {
    expectMembers(relation, `network.relations.${r}`, { name: 'text', source: 'numbers', target: 'numbers' });
    checkEnds(relation, numNodes);
  }
  return numNodes;
}

function checkEnds({ name, source, target }: NetworkRelation, numNodes: number): void {
  if (source.length !== target.length)
    throw new HeteroGraphError('SHAPE_MISMATCH', `"${name}" has ${source.length} source and ${target.length} target.`, {
      type: name,
    });
  for (let e = 0; e < source.length; e++) {
    for (const end of [source[e]!, target[e]!]) {
      if (Number.isInteger(end) && end >= 0 && end < numNodes) continue;
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `Edge ${e} of "${name}" ends at ${end}.`, {
        ...{ type: name, row: e },
        hint: `There are ${numNodes} nodes, numbered from 0.`,
      });
    }
  }
}

/** Edges at every node, self loops twice, [N]. */
export function degreesOf({ relations }: Network, numNodes: number): Int32Array {
  const degrees = new Int32Array(numNodes);
  for (const { source, target } of relations) {
    for (let e = 0; e < source.length; e++) {
      degrees[source[e]!]!++;
      degrees[target[e]!]!++;
    }
  }
  return degrees;
}
