import type { Pool } from '../../compute/index.js';
import {
  gatherInto,
  multiplyInto,
  Placement,
  rowNormGradientInto,
  rowNormInto,
  softmaxLossInto,
} from '../../compute/internal.js';

/** Two views of the same rows, [N, width] each in the arena, and the gradients by them, which the loss adds to. */
export interface Views {
  readonly width: number;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly firstGradient: Float32Array;
  readonly secondGradient: Float32Array;
}

/**
 * InfoNCE (van den Oord et al., 2018) between two views of some distinct rows: the mean over them of
 * -log(e^(cos(a_r, b_r) / t) / SUM over rows q of e^(cos(a_r, b_q) / t)), times `weight`. O(rows^2 x width).
 */
export function contrastLoss(
  pool: Pool,
  { width, first, second, firstGradient, secondGradient }: Views,
  rows: Int32Array,
  { temperature, weight }: { readonly temperature: number; readonly weight: number },
): number {
  const count = rows.length;
  if (count === 0) return 0;
  const place = new Placement(pool.arena);
  try {
    const block = () => place.block(count * width * 4);
    const at = place.of(rows);
    const kind = 'l2' as const;
    const [a, b, aUnit, bUnit, aSlope, bSlope] = [block(), block(), block(), block(), block(), block()] as const;
    for (const [x, out, unit] of [
      [first, a, aUnit],
      [second, b, bUnit],
    ] as const) {
      gatherInto(pool, x.byteOffset, at, count, width, out);
      rowNormInto(pool, { x: out, rows: count, width, kind }, unit);
    }
    const [logits, slopes] = [place.block(count * count * 4), place.block(count * count * 4)];
    const scaled = pool.arena.float32(aUnit, count * width);
    for (let k = 0; k < scaled.length; k++) scaled[k]! /= temperature;
    const product = { bias: 0, algorithm: 'plain' as const, transposeA: false, transposeB: false };
    multiplyInto(pool, { ...product, a: aUnit, b: bUnit, out: logits, m: count, n: count, k: width, transposeB: true });
    const labels = place.of(Int32Array.from(rows.keys()));
    const loss = softmaxLossInto(pool, { logits, gradient: slopes, rows: count, classes: count }, { labels });
    multiplyInto(pool, {
      ...product,
      a: slopes,
      b: aUnit,
      out: bSlope,
      m: count,
      n: width,
      k: count,
      transposeA: true,
    });
    multiplyInto(pool, { ...product, a: slopes, b: bUnit, out: aSlope, m: count, n: width, k: count });
    for (const [x, slope, out, gradient, factor] of [
      [a, aSlope, aUnit, firstGradient, weight / temperature],
      [b, bSlope, bUnit, secondGradient, weight],
    ] as const) {
      rowNormGradientInto(pool, { x, rows: count, width, kind }, slope, out);
      const values = pool.arena.float32(out, count * width);
      for (let r = 0; r < count; r++) {
        const to = rows[r]! * width;
        for (let c = 0; c < width; c++) gradient[to + c]! += factor * values[r * width + c]!;
      }
    }
    return weight * loss;
  } finally {
    place.dispose();
  }
}
