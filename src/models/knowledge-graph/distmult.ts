import type { Family } from './family.js';

/** Score: SUM_k h_k r_k t_k. */
export const distmultFamily: Family = {
  nodeWidth: (rank) => rank,
  relationWidth: (rank) => rank,
  compares: 'product',
  isComplex: false,
  penalisesRelations: true,
  query(node, relation, out) {
    for (let i = 0; i < out.length; i++) out[i] = node[i]! * relation[i]!;
  },
  gradient({ node, relation, query }, out) {
    for (let i = 0; i < query.length; i++) {
      out.node[i] = query[i]! * relation[i]!;
      out.relation[i] = query[i]! * node[i]!;
    }
  },
};
