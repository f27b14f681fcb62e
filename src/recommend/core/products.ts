import { gemm, rowNorm } from '../../compute/index.js';

/** What lists are searched in. */
export interface ItemVectors {
  readonly width: number;
  /** [items, width]. */
  readonly items: Float32Array;
}

/** Rows of x [n, width], in the order asked for. Only these are read: a kernel would first copy all of x into its memory. */
export function vectorsAt(x: Float32Array, width: number, rows: Int32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(x.subarray(row * width, (row + 1) * width), i * width);
  return out;
}

/** [B, items]: products of vectors [B, width] with those of all items. Plain, so that one gets the same bits alone and among others, however wide vectors are. */
export function innerProducts(vectors: Float32Array, items: Float32Array, width: number): Float32Array {
  return gemm(vectors, items, vectors.length / width, items.length / width, width, {
    transposeB: true,
    algorithm: 'plain',
  });
}

/** How alike items are by the cosine of their vectors; these are made of length 1 when first asked. */
export class ItemCosines {
  readonly #vectors: () => Float32Array;
  readonly #width: number;
  #units: ItemVectors | undefined;

  /** @param vectors [items, width] */
  constructor(vectors: () => Float32Array, width: number) {
    this.#vectors = vectors;
    this.#width = width;
  }

  /** Vectors of length 1, always the same object. */
  get units(): ItemVectors {
    const width = this.#width;
    this.#units ??= { width, items: rowNorm(this.#vectors(), width) };
    return this.#units;
  }

  /** [B, items]. */
  of(items: Int32Array): Float32Array {
    return innerProducts(this.vectorsOf(items), this.units.items, this.#width);
  }

  /** [B, width], of length 1. */
  vectorsOf(items: Int32Array): Float32Array {
    return vectorsAt(this.units.items, this.#width, items);
  }
}
