import { MessageGraph, MessageRelation } from '../../../src/layers/index.js';

/** An edge, and its weight where edges have some. */
export type Edge = readonly [source: number, target: number, weight?: number];

export interface Relation {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly edges: readonly Edge[];
}

/** A typed graph as plain lists: what the references read. */
export interface TypedGraph {
  readonly counts: Readonly<Record<string, number>>;
  readonly relations: readonly Relation[];
}

/**
 * The same graph as layers see it. Entries of a row are in the order of the edges.
 *
 * @param third what the third number of an edge is; default nothing
 */
export function messageGraph({ counts, relations }: TypedGraph, third?: 'weights' | 'times'): MessageGraph {
  return new MessageGraph(
    new Map(Object.entries(counts)),
    relations.map(({ edges, ...schema }) => {
      const numRows = counts[schema.target]!;
      const sorted = edges.toSorted((a, b) => a[1] - b[1]);
      const indptr = new Int32Array(numRows + 1);
      for (const [, target] of sorted) indptr[target + 1]!++;
      for (let i = 0; i < numRows; i++) indptr[i + 1]! += indptr[i]!;
      const csr = { numRows, numCols: counts[schema.source]!, indptr, indices: Int32Array.from(sorted, ([s]) => s) };
      const values = Float32Array.from(sorted, ([, , weight = 1]) => weight);
      if (third === 'times') return new MessageRelation(schema, csr, values);
      return new MessageRelation(schema, third ? { ...csr, values } : csr);
    }),
  );
}

/** Every edge case at once: an empty type on both sides, an isolated node, a relation without edges, self loops, parallel edges, one node. */
export const oddGraph: TypedGraph = {
  counts: { a: 4, b: 3, empty: 0, one: 1 },
  relations: [
    {
      name: 'a>likes>a',
      source: 'a',
      target: 'a',
      edges: [
        [0, 0],
        [1, 0],
        [1, 0],
        [2, 1],
        [0, 2],
      ],
    },
    {
      name: 'a>makes>b',
      source: 'a',
      target: 'b',
      edges: [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 2],
        [3, 2],
      ],
    },
    {
      name: 'b>made_by>a',
      source: 'b',
      target: 'a',
      edges: [
        [0, 0],
        [0, 1],
        [0, 2],
        [2, 1],
      ],
    },
    { name: 'b>never>a', source: 'b', target: 'a', edges: [] },
    { name: 'empty>from>a', source: 'empty', target: 'a', edges: [] },
    { name: 'a>to>empty', source: 'a', target: 'empty', edges: [] },
    {
      name: 'one>of>b',
      source: 'one',
      target: 'b',
      edges: [
        [0, 0],
        [0, 2],
      ],
    },
    {
      name: 'b>into>one',
      source: 'b',
      target: 'one',
      edges: [
        [1, 0],
        [2, 0],
      ],
    },
  ],
};

/** Nodes under other numbers, edges and relations in another order. `numbers[type][old]` is the new number. */
export function renumbered(
  { counts, relations }: TypedGraph,
  numbers: Readonly<Record<string, readonly number[]>>,
  shuffled: <T>(list: readonly T[]) => T[],
): TypedGraph {
  return {
    counts,
    relations: shuffled(relations).map((relation) => ({
      ...relation,
      edges: shuffled(relation.edges).map(
        ([s, t, ...weight]): Edge => [numbers[relation.source]![s]!, numbers[relation.target]![t]!, ...weight],
      ),
    })),
  };
}
