import type { Family } from './family.js';

/** Score: Re SUM_k h_k r_k conj(t_k). Rows hold the real parts, then the imaginary ones. */
export const complexFamily: Family = {
  nodeWidth: (rank) => 2 * rank,
  relationWidth: (rank) => 2 * rank,
  compares: 'product',
  isComplex: true,
  penalisesRelations: true,
  query(node, relation, out, rank) {
    for (let at = 0; at < out.length; at += 2 * rank) {
      for (let re = at, im = at + rank; re < at + rank; re++, im++) {
        out[re] = node[re]! * relation[re]! - node[im]! * relation[im]!;
        out[im] = node[re]! * relation[im]! + node[im]! * relation[re]!;
      }
    }
  },
  gradient({ node, relation, query }, out, rank) {
    for (let at = 0; at < query.length; at += 2 * rank) {
      for (let re = at, im = at + rank; re < at + rank; re++, im++) {
        out.node[re] = query[re]! * relation[re]! + query[im]! * relation[im]!;
        out.node[im] = query[im]! * relation[re]! - query[re]! * relation[im]!;
        out.relation[re] = query[re]! * node[re]! + query[im]! * node[im]!;
        out.relation[im] = query[im]! * node[re]! - query[re]! * node[im]!;
      }
    }
  },
};
