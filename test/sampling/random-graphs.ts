import fc from 'fast-check';
import { graphFromArrays, type HeteroGraph } from '../../src/graph/index.js';

type End = 'a' | 'b';
type PlainEdge = readonly [source: number, target: number, time: number];

/** Two node types, of which `b` may be empty; relations within and between them, with self loops and parallel edges. */
export interface PlainGraph {
  readonly numNodes: Readonly<Record<End, number>>;
  /** By relation, in the order of {@link relationTypes}. */
  readonly edges: readonly (readonly PlainEdge[])[];
  readonly nodeTimes: readonly number[];
}

export const relationTypes: readonly (readonly [End, string, End])[] = [
  ['a', 'ab', 'b'],
  ['b', 'ba', 'a'],
  ['a', 'aa', 'a'],
  ['a', 'again', 'b'],
];

const time = fc.integer({ min: 0, max: 9 });

export const plainGraphs: fc.Arbitrary<PlainGraph> = fc
  .record({ a: fc.integer({ min: 1, max: 9 }), b: fc.integer({ min: 0, max: 6 }) })
  .chain((numNodes) => {
    const end = (type: End) => fc.integer({ min: 0, max: numNodes[type] - 1 });
    const edgesOf = ([from, , to]: readonly [End, string, End]): fc.Arbitrary<readonly PlainEdge[]> =>
      numNodes[from] === 0 || numNodes[to] === 0
        ? fc.constant([])
        : fc.array(fc.tuple(end(from), end(to), time), { maxLength: 30 });
    return fc.record({
      numNodes: fc.constant(numNodes),
      edges: fc.tuple(...relationTypes.map(edgesOf)),
      nodeTimes: fc.array(time, { minLength: numNodes.a, maxLength: numNodes.a }),
    });
  });

/** Nodes of `a` have times, and so have the edges of `ab` and `aa`; nothing else has. */
export function typedGraph({ numNodes, edges, nodeTimes }: PlainGraph): HeteroGraph {
  const born = { data: { born: Float64Array.from(nodeTimes) }, columns: { born: { role: 'time' as const } } };
  return graphFromArrays({
    nodes: { a: born, b: numNodes.b },
    edges: relationTypes.map((type, r) => ({
      type,
      source: Int32Array.from(edges[r]!, ([source]) => source),
      target: Int32Array.from(edges[r]!, ([, target]) => target),
      ...(hasTimes(type[1])
        ? { data: { at: Float64Array.from(edges[r]!, ([, , at]) => at) }, columns: { at: { role: 'time' as const } } }
        : {}),
    })),
  });
}

export function hasTimes(relation: string): boolean {
  return relation === 'ab' || relation === 'aa';
}

/** One relation of one type whose node 0 has `degree` in-edges, from nodes 1, 2, ... */
export function star(degree: number): HeteroGraph {
  return graphFromArrays({
    nodes: { node: degree + 1 },
    edges: [
      {
        type: ['node', 'edge', 'node'],
        source: Int32Array.from({ length: degree }, (_, i) => i + 1),
        target: new Int32Array(degree),
      },
    ],
  });
}
