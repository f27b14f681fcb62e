import type { ExplainedLayer, ExplainedRelation } from '../core/explanation.js';
import type { ReadLayer, ReadType } from './read-shares.js';
import type { Masses } from './trace.js';

/** Weights and contributions of the relations of every layer, over the nodes that something flowed through. */
export function relationStatistics(layers: readonly ReadLayer[], masses: readonly Masses[]): ExplainedLayer[] {
  return layers.flatMap((layer, l) =>
    [...masses[l + 1]!].flatMap(([nodeType, mass]) => {
      const shares = layer.get(nodeType);
      const rows = Int32Array.from(mass.keys()).filter((i) => mass[i]! > 0);
      if (!shares || rows.length === 0) return [];
      return [{ layer: l, nodeType, nodes: rows.length, relations: relationsOf(shares, nodeType, rows) }];
    }),
  );
}

function relationsOf({ relations, self }: ReadType, nodeType: string, rows: Int32Array): ExplainedRelation[] {
  const all = [...relations, ...(self ? [{ ...self, relation: undefined }] : [])];
  const sums = Float64Array.from(rows, (row) => all.reduce((sum, { lengths }) => sum + lengths[row]!, 0));
  return all.map(({ relation, weights, lengths }) => {
    const mean = rows.reduce((sum, i) => sum + weights[i]!, 0) / rows.length;
    const variance = rows.reduce((sum, i) => sum + (weights[i]! - mean) ** 2, 0) / rows.length;
    const contribution = rows.reduce((sum, i, at) => sum + lengths[i]! / (sums[at]! || 1), 0) / rows.length;
    const csr = relation?.matrix.arrays(false);
    const degrees = rows.map((i) => (csr ? csr.indptr[i + 1]! - csr.indptr[i]! : 0));
    return {
      ...{ relation: relation?.name ?? null, source: relation?.source ?? nodeType },
      ...{ mean, deviation: Math.sqrt(variance), contribution },
      nodesWithEdges: degrees.filter((degree) => degree > 0).length,
      edges: degrees.reduce((sum, degree) => sum + degree, 0),
    };
  });
}
