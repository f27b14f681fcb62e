import { networkFromEdges } from '../../../src/influence/network/from-edges.js';

/** Node 0 reaches 120 leaves and node 1 another 80, each with probability 1/2. */
export const twoStars = networkFromEdges(
  {
    numNodes: 202,
    source: Int32Array.from({ length: 200 }, (_, i) => (i < 120 ? 0 : 1)),
    target: Int32Array.from({ length: 200 }, (_, i) => i + 2),
  },
  { name: '', kind: 'constant', probability: 0.5 },
);
