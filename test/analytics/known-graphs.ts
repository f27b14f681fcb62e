import { testGraph } from './small-graphs.js';

/** The kite of Krackhardt (1990), as `networkx.krackhardt_kite_graph()` makes it. */
export const kite = testGraph(
  10,
  [
    ...([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 5],
      [1, 3],
      [1, 4],
      [1, 6],
      [2, 3],
      [2, 5],
    ] as const),
    ...([
      [3, 4],
      [3, 5],
      [3, 6],
      [4, 6],
      [5, 6],
      [5, 7],
      [6, 7],
      [7, 8],
      [8, 9],
    ] as const),
  ],
  { isDirected: false },
);

const sevenNodes = [
  ...([
    [0, 1, 2],
    [1, 2, 1],
    [2, 0, 3],
    [2, 3, 1],
    [0, 3, 4],
  ] as const),
  ...([
    [3, 4, 2],
    [5, 4, 1],
    [1, 5, 4],
    [4, 6, 1],
    [6, 1, 2],
  ] as const),
];

/** Ten edges with weights between seven nodes, and an eighth node without any. */
export const directedOnes = testGraph(8, sevenNodes, { isDirected: true });
export const directed = testGraph(8, sevenNodes, { isDirected: true, hasWeights: true });
export const undirected = testGraph(8, sevenNodes, { isDirected: false, hasWeights: true });
