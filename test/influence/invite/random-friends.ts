import fc from 'fast-check';

export interface RandomEdges {
  readonly numNodes: number;
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** Of every edge. */
  readonly p: number[];
  /** Of every node. */
  readonly accept: number[];
}

/** Few nodes and many edges: self loops, parallel edges, nodes without any. */
export function randomEdges(maxNodes = 8): fc.Arbitrary<RandomEdges> {
  const probability = fc.constantFrom(0, 0.01, 0.25, 0.5, 0.9, 1);
  return fc.integer({ min: 1, max: maxNodes }).chain((numNodes) =>
    fc
      .record({
        rows: fc.array(fc.tuple(fc.nat(numNodes - 1), fc.nat(numNodes - 1), probability), { maxLength: 30 }),
        accept: fc.array(probability, { minLength: numNodes, maxLength: numNodes }),
      })
      .map(({ rows, accept }) => ({
        numNodes,
        source: Int32Array.from(rows, (row) => row[0]),
        target: Int32Array.from(rows, (row) => row[1]),
        p: rows.map((row) => row[2]),
        accept,
      })),
  );
}

/** Friends of every node, ascending, without itself. */
export function friendLists({ numNodes, source, target }: RandomEdges): number[][] {
  return Array.from({ length: numNodes }, (_, u) =>
    [...new Set([...target].filter((v, e) => source[e] === u && v !== u))].sort((a, b) => a - b),
  );
}
