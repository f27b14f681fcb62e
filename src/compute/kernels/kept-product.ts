import type { Pool } from '../threads/pool.js';
import type { MaskArguments } from './dropout-mask.js';

/**
 * Addresses and extents of (kept x) w: x [M, K] comes out of dropout with this mask, w is [K, N]. What was dropped is skipped, so that at a
 * rate of a half the work is half of a matrix product's. The same bits for any number of threads.
 */
export interface KeptProduct {
  readonly x: number;
  readonly m: number;
  /** A multiple of 16: see {@link canSkipDropped}. */
  readonly k: number;
  readonly n: number;
  readonly mask: MaskArguments;
}

/** As in ../assembly/tensor/kept-product.ts. */
const listed = 256;
const listBytes = 2112;
const rowsOfUnit = 64;
const leftRows = 16;
const leftDepth = 128;
const mostColumns = 128;

/** Whether the kernels can take such a product, and are quicker than a product of all. */
export function canSkipDropped({ threshold }: MaskArguments, m: number, k: number, n: number): boolean {
  return threshold <= 160 && k > 0 && k % 16 === 0 && n >= 32 && m >= 16 && m * k < 2 ** 31;
}

/** out [M, N] = (kept x) w. O(M K N kept). */
export function keptProductInto(pool: Pool, product: KeptProduct, w: number, out: number): void {
  withPanels(pool, product, w, (packed) => {
    const stride = rowsOfUnit * (4 + listBytes);
    const units = Math.ceil(product.m / rowsOfUnit);
    pool.withScratch(stride, (scratch) => {
      pool.run('keptProduct', [product.x, packed, out, ...common(product), scratch, stride], units, 1);
    });
  });
}

/** dx [M, K] = dy w^T where x was kept, else 0. */
export function keptLeftInto(pool: Pool, product: KeptProduct, w: number, dy: number, dx: number): void {
  withPanels(pool, product, w, (packed) => {
    const stride = leftRows * (4 + listBytes + 16 * leftDepth) + 128;
    const units = Math.ceil(product.m / leftRows);
    pool.withScratch(stride, (scratch) => {
      pool.run('keptLeft', [product.x, packed, dx, ...common(product), scratch, stride, dy], units, 4);
    });
  });
}

/** dw [K, N] = (kept x)^T dy. */
export function keptRightInto(pool: Pool, product: KeptProduct, dy: number, dw: number): void {
  const { k } = product;
  let columns = mostColumns;
  while (columns > 16 && k < 2 * columns * pool.threads) columns /= 2;
  const stride = 128 * listed + columns * (4 + listBytes);
  pool.withScratch(stride, (scratch) => {
    const args = [product.x, dy, dw, ...common(product), scratch, stride, columns];
    pool.run('keptRight', args, Math.ceil(k / columns), 1);
  });
}

function common({ m, k, n, mask }: KeptProduct) {
  return [m, k, n, mask.key0, mask.key1, mask.threshold];
}

function withPanels(pool: Pool, { k, n }: KeptProduct, w: number, use: (packed: number) => void): void {
  const panels = Math.ceil(n / 32);
  const packed = pool.arena.alloc(panels * k * 128);
  try {
    pool.run('packPanels', [w, packed, k, n], panels, Math.ceil(512 / k));
    use(packed);
  } finally {
    pool.arena.free(packed);
  }
}
