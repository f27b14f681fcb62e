import fc from 'fast-check';
import { type EdgeType, type EdgeTypeRef, graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';

export interface PlainEdge {
  readonly source: number;
  readonly target: number;
  readonly [column: string]: unknown;
}

export const KNOWS: EdgeType = ['person', 'knows', 'person'];
export const LIKES: EdgeType = ['person', 'likes', 'film'];

/** Edges of a type row by row, read through Arrow's own row objects. */
export function plainEdges(graph: HeteroGraph, type: EdgeTypeRef): PlainEdge[] {
  return graph
    .edgeTable(type)
    .toArray()
    .map((row) => row.toJSON() as PlainEdge);
}

const ends = (numSources: number, numTargets: number) =>
  numSources === 0 || numTargets === 0
    ? fc.constant([])
    : fc.array(
        fc.record({
          source: fc.nat(numSources - 1),
          target: fc.nat(numTargets - 1),
          weight: fc.option(fc.integer({ min: -8, max: 8 }), { freq: 5 }),
          since: fc.constantFrom('x', 'y', 'z'),
        }),
        { maxLength: 18 },
      );

/**
 * People who know people (with weights, some of them null, and a text) and like films (with integer weights): types may be empty, and there are
 * loops and parallel edges.
 */
export const smallGraph: fc.Arbitrary<HeteroGraph> = fc
  .tuple(fc.nat(6), fc.nat(4))
  .chain(([people, films]) => fc.tuple(fc.constant([people, films]), ends(people, people), ends(people, films)))
  .map(([[people, films], knows, likes]) =>
    graphFromArrays({
      schema: {
        nodes: [
          { name: 'person', columns: [{ name: 'row', type: 'int32', role: 'id' }] },
          { name: 'film', columns: [] },
        ],
        edges: [
          {
            type: KNOWS,
            columns: [
              { name: 'weight', type: 'float32', role: 'weight', nullable: true },
              { name: 'since', type: 'utf8', role: 'attribute' },
            ],
          },
          { type: LIKES, columns: [{ name: 'stars', type: 'int32', role: 'weight', nullable: true }] },
        ],
      },
      nodes: { person: { data: { row: Int32Array.from({ length: people! }, (_, i) => i) } }, film: films! },
      edges: [
        {
          type: KNOWS,
          source: Int32Array.from(knows, (edge) => edge.source),
          target: Int32Array.from(knows, (edge) => edge.target),
          data: { weight: knows.map((edge) => edge.weight), since: knows.map((edge) => edge.since) },
        },
        {
          type: LIKES,
          source: Int32Array.from(likes, (edge) => edge.source),
          target: Int32Array.from(likes, (edge) => edge.target),
          data: { stars: likes.map((edge) => edge.weight) },
        },
      ],
    }),
  );

/** The code of the error that is thrown, or what was returned. */
export function codeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return (error as { code?: string }).code;
  }
}
