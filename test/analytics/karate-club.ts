import type { ProjectedGraph } from '../../src/analytics/project/projected-graph.js';
import { type Edge, graphOfEdges, simpleGraph } from './graph-of-edges.js';

/** Zachary, "An Information Flow Model for Conflict and Fission in Small Groups" (1977): neighbours with a higher number, from 0. */
const higher: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
  1: [2, 3, 7, 13, 17, 19, 21, 30],
  2: [3, 7, 8, 9, 13, 27, 28, 32],
  3: [7, 12, 13],
  4: [6, 10],
  5: [6, 10, 16],
  6: [16],
  8: [30, 32, 33],
  9: [33],
  13: [33],
  14: [32, 33],
  15: [32, 33],
  18: [32, 33],
  19: [33],
  20: [32, 33],
  22: [32, 33],
  23: [25, 27, 29, 32, 33],
  24: [25, 27, 31],
  25: [31],
  26: [29, 33],
  27: [33],
  28: [31, 33],
  29: [32, 33],
  30: [32, 33],
  31: [32, 33],
  32: [33],
};

export const karatePairs: readonly (readonly [number, number])[] = Object.entries(higher).flatMap(([v, neighbours]) =>
  neighbours.map((u) => [Number(v), u] as const),
);

/** Weights of the pairs, in their order: contexts in which two members met (matrix ZACHC). */
export const karateWeights: readonly number[] = [
  ...[
    4, 5, 3, 3, 3, 3, 2, 2, 2, 3, 1, 3, 2, 2, 2, 2, 6, 3, 4, 5, 1, 2, 2, 2, 3, 4, 5, 1, 3, 2, 2, 2, 3, 3, 3, 2, 3, 5, 3,
  ],
  ...[
    3, 3, 3, 3, 4, 2, 3, 3, 2, 3, 4, 1, 2, 1, 3, 1, 2, 3, 5, 4, 3, 5, 4, 2, 3, 2, 7, 4, 2, 4, 2, 2, 4, 2, 3, 3, 4, 4, 5,
  ],
];

/** 34 members, 78 friendships. */
export const karateClub: ProjectedGraph = simpleGraph(34, karatePairs);

/** The same with weights. */
export const weightedKarateClub: ProjectedGraph = graphOfEdges({
  numNodes: 34,
  edges: karatePairs.map(([a, b], i): Edge => [a, b, karateWeights[i]!]),
  isDirected: false,
  typeCounts: [34],
  hasWeights: true,
});

/** Every friendship from the lower number to the higher. */
export const directedKarateClub: ProjectedGraph = graphOfEdges({
  numNodes: 34,
  edges: karatePairs.map(([a, b]): Edge => [a, b, 1]),
  isDirected: true,
  typeCounts: [34],
  hasWeights: false,
});

const officer = new Set([9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33]);

/** The two clubs after the split: 0 that of Mr. Hi, 1 that of the officer. */
export const karateFactions: readonly number[] = Array.from({ length: 34 }, (_, v) => (officer.has(v) ? 1 : 0));
