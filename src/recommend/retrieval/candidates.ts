import { gemm, getPool, ItemPanels, type PanelFormat, SignCodes, topK } from '../../compute/index.js';
import { expectLeftOut } from '../../compute/internal.js';
import type { Csr } from '../../core/index.js';
import { randomRotation } from './rotation.js';

/** Finds, for each query, numbers of vectors that are likely the nearest: [B, count], -1 where there are fewer; and their products, if it knows them. */
export interface CandidateSearch {
  readonly bytes: number;
  find(queries: Float32Array, count: number, exclude?: Csr): { indices: Int32Array; values: Float32Array };
  dispose(): void;
}

/** By all products with vectors in the format of panels; exact for float32. */
export function panelSearch(vectors: Float32Array, width: number, format: PanelFormat): CandidateSearch {
  const panels = new ItemPanels(vectors, width, { format });
  return {
    bytes: panels.bytes,
    find: (queries, count, exclude) => panels.topK(queries, count, exclude ? { exclude } : {}),
    dispose: () => panels.dispose(),
  };
}

/**
 * By signs of the vectors less their mean, turned at random. The mean adds the same to the products of a query with all vectors, so that
 * leaving it out changes no order.
 */
export function signSearch(vectors: Float32Array, width: number, seed: number): CandidateSearch {
  const count = vectors.length / width;
  const rotation = randomRotation(width, seed);
  const turn = (x: Float32Array) =>
    gemm(x, rotation, x.length / width, width, width, { transposeB: true, algorithm: 'plain' });
  const codes = new SignCodes(turn(centred(vectors, width)), width);
  return {
    bytes: codes.bytes + rotation.byteLength,
    find(queries, wanted, exclude) {
      const rows = queries.length / width;
      if (exclude) expectLeftOut(getPool().arena, exclude, rows, count);
      const turned = turn(queries);
      const indices = new Int32Array(rows * wanted).fill(-1);
      const values = new Float32Array(rows * wanted).fill(Number.NEGATIVE_INFINITY);
      const most = Math.min(wanted, count);
      for (let q = 0; q < rows && most > 0; q++) {
        const estimates = codes.estimate(turned.subarray(q * width, (q + 1) * width));
        const left = exclude?.indices.subarray(exclude.indptr[q], exclude.indptr[q + 1]) ?? [];
        for (const item of left) estimates[item] = Number.NEGATIVE_INFINITY;
        const best = topK(estimates, count, most);
        for (let i = 0; i < most && best.values[i]! > Number.NEGATIVE_INFINITY; i++) {
          indices[q * wanted + i] = best.indices[i]!;
          values[q * wanted + i] = best.values[i]!;
        }
      }
      return { indices, values };
    },
    dispose: () => codes.dispose(),
  };
}

function centred(vectors: Float32Array, width: number): Float32Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < vectors.length; i++) mean[i % width]! += vectors[i]! / (vectors.length / width);
  return vectors.map((value, i) => value - mean[i % width]!);
}
