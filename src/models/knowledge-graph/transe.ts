import type { Family } from './family.js';

/** Score: -|h + r - t|, the Euclidean norm. */
export const transeFamily: Family = {
  nodeWidth: (rank) => rank,
  relationWidth: (rank) => rank,
  compares: 'distance',
  isComplex: false,
  penalisesRelations: true,
  query(node, relation, out) {
    for (let i = 0; i < out.length; i++) out[i] = node[i]! + relation[i]!;
  },
  gradient({ query }, out) {
    out.node.set(query);
    out.relation.set(query);
  },
};
