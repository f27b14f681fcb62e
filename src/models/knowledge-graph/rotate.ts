import type { Family } from './family.js';

/** Score: -|h o r - t| with r_k = exp(i angle_k), the Euclidean norm over all real and imaginary parts. */
export const rotateFamily: Family = {
  nodeWidth: (rank) => 2 * rank,
  relationWidth: (rank) => rank,
  compares: 'distance',
  isComplex: true,
  penalisesRelations: false,
  relationBound: Math.PI,
  query(node, relation, out, rank) {
    for (let at = 0, angle = 0; at < out.length; at += 2 * rank) {
      for (let re = at, im = at + rank; re < at + rank; re++, im++, angle++) {
        const [cos, sin] = [Math.cos(relation[angle]!), Math.sin(relation[angle]!)];
        out[re] = node[re]! * cos - node[im]! * sin;
        out[im] = node[re]! * sin + node[im]! * cos;
      }
    }
  },
  gradient({ node, relation, query }, out, rank) {
    for (let at = 0, angle = 0; at < query.length; at += 2 * rank) {
      for (let re = at, im = at + rank; re < at + rank; re++, im++, angle++) {
        const [cos, sin] = [Math.cos(relation[angle]!), Math.sin(relation[angle]!)];
        out.node[re] = query[re]! * cos + query[im]! * sin;
        out.node[im] = query[im]! * cos - query[re]! * sin;
        const [x, y] = [node[re]! * cos - node[im]! * sin, node[re]! * sin + node[im]! * cos];
        out.relation[angle] = query[im]! * x - query[re]! * y;
      }
    }
  },
};
