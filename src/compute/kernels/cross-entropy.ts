import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';
import { sumPartials } from './reduce.js';

interface Logits {
  /** Addresses of logits and gradient, both [B, C]. */
  readonly logits: number;
  readonly gradient: number;
  readonly rows: number;
  readonly classes: number;
}

/**
 * Mean over rows of SUM_c t_c (log SUM exp z - z_c), with t the one-hot `labels` (int32 address) or the rows of `targets`
 * (float32 address); the gradient by the logits is written in the same pass.
 */
export function softmaxLossInto(pool: Pool, { logits, gradient, rows, classes }: Logits, truth: TruthAddress): number {
  const { labels = 0, targets = 0 } = truth;
  const units = Math.ceil(rows / 32);
  const partial = pool.arena.alloc(units * 8);
  const args = [logits, labels, targets, classes, rows, gradient, partial];
  pool.run('softmaxCrossEntropy', args, units, grainOf(rows * classes * 4, 128 * classes, units));
  const loss = sumPartials(pool, partial, units) / Math.max(1, rows);
  pool.arena.free(partial);
  return loss;
}

type TruthAddress = { readonly labels?: number; readonly targets?: number };

/** Mean over rows and classes of binary cross entropy on logits; `targets` (float32 address) in [0, 1]. */
export function sigmoidLossInto(pool: Pool, { logits, gradient, rows, classes }: Logits, targets: number): number {
  const n = rows * classes;
  const units = Math.ceil(n / 1024);
  const partial = pool.arena.alloc(units * 8);
  pool.run('sigmoidCrossEntropy', [logits, targets, n, gradient, partial], units, grainOf(n * 4, 4096, units));
  const loss = sumPartials(pool, partial, units) / Math.max(1, n);
  pool.arena.free(partial);
  return loss;
}
