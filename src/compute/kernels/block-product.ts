import type { Arena } from '../threads/arena.js';
import type { Pool } from '../threads/pool.js';
import type { BlockProduct, SignedBlock } from './strassen.js';

/** C [m, n] (+)= op(A) [m, k] op(B) [k, n] + bias on addresses in the arena; strides are floats from row to row in memory. */
export interface Strided {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly strideA: number;
  readonly strideB: number;
  readonly strideOut: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Added to every row, length n; 0 for none. */
  readonly bias: number;
  /** Add to what is there. */
  readonly accumulate: boolean;
}

/**
 * Most depth of a pass over k. A panel of B then takes 32 KB and comes from the second-level cache, which costs less than twice as many
 * passes over C do. Changing it changes bits.
 */
const maxDepth = 512;
/** Packed right factors of as many products at once as fit here; at least one. */
const packedBytes = 16 << 20;
/** Below this many multiply-adds waking the workers costs more than it brings. */
const worthThreads = 100_000;
/** Bytes of a product's record, as in ../assembly/tensor/gemm.ts. */
const recordBytes = 128;
const signBit = 0x8000_0000 | 0;

/**
 * Runs the products of an algorithm whose partition is `parts` x `parts`; m, n and k are multiples of `parts`, all above 0. Every
 * product is added to its blocks of C tile by tile, so nothing but packed factors is stored.
 */
export function runProducts(pool: Pool, whole: Strided, products: readonly BlockProduct[], parts: number): void {
  const { arena } = pool;
  const m = whole.m / parts;
  const n = whole.n / parts;
  const k = whole.k / parts;
  const panels = Math.ceil(n / 16);
  const factorBytes = panels * (k + (k % 2)) * 64;
  const atOnce = Math.max(1, Math.min(products.length, Math.floor(packedBytes / factorBytes)));
  const depth = passDepth(k);
  const { rows, columns, tiles } = tiling(m, n, pool.threads);
  const scratchBytes = depth * rows * 4 + 320;
  const alone = m * n * k < worthThreads;
  const units = whole.transposeB ? panels : Math.ceil(k / 8);
  const grain = Math.ceil(16_384 / (whole.transposeB ? 16 * k : 8 * n));
  const packed = arena.alloc(factorBytes * atOnce);
  const scratch = arena.alloc(scratchBytes * pool.threads);
  const table = arena.alloc(recordBytes * products.length);
  try {
    writeTable(arena, table, whole, products, { m, n, k });
    for (let first = 0; first < products.length; first += atOnce) {
      const count = Math.min(atOnce, products.length - first);
      const from = table + first * recordBytes;
      const right = [from, count, whole.strideB * 4, k, n, whole.transposeB ? 1 : 0, packed, factorBytes];
      pool.run('packRight', right, count * units, alone ? count * units : grain);
      const left = [from, count, packed, factorBytes, whole.strideA * 4, whole.transposeA ? 1 : 0, whole.strideOut * 4];
      const shape = [m, n, k, scratch, scratchBytes, rows, columns, depth];
      pool.run('gemm', [...left, ...shape], tiles, alone ? tiles : 1);
    }
  } finally {
    arena.free(table);
    arena.free(scratch);
    arena.free(packed);
  }
}

/** Passes of like depth, even so that two steps can be taken at once. */
function passDepth(k: number): number {
  const even = k + (k % 2);
  const passes = Math.ceil(even / maxDepth);
  return 2 * Math.ceil(even / passes / 2);
}

interface Extents {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A record a product: operands of A and of B (address, sign), blocks of C (address, sign, what they start from). */
function writeTable(
  arena: Arena,
  table: number,
  whole: Strided,
  products: readonly BlockProduct[],
  block: Extents,
): void {
  const words = arena.int32(table, (products.length * recordBytes) / 4);
  const { m, n, k } = block;
  const a = addresses(whole.a, whole.strideA, whole.transposeA, m, k);
  const b = addresses(whole.b, whole.strideB, whole.transposeB, k, n);
  const c = addresses(whole.out, whole.strideOut, false, m, n);
  const seen = new Set<number>();
  for (const [p, product] of products.entries()) {
    const record = words.subarray((p * recordBytes) / 4);
    const operands = (at: number, blocks: readonly SignedBlock[], address: (block: SignedBlock) => number) => {
      record[at] = blocks.length;
      for (const [i, one] of blocks.entries()) {
        record[at + 1 + 2 * i] = address(one);
        record[at + 2 + 2 * i] = one.sign < 0 ? signBit : 0;
      }
    };
    operands(0, product.a, a);
    operands(9, product.b, b);
    record[18] = product.c.length;
    for (const [i, one] of product.c.entries()) {
      const address = c(one);
      const start = whole.bias ? whole.bias + one.column * n * 4 : 1;
      record[19 + 3 * i] = address;
      record[20 + 3 * i] = one.sign < 0 ? signBit : 0;
      record[21 + 3 * i] = whole.accumulate || seen.has(address) ? 0 : start;
      seen.add(address);
    }
  }
}

/** Where a block of op(X) [rows, columns] blocks starts in memory. */
function addresses(start: number, stride: number, transposed: boolean, rows: number, columns: number) {
  return ({ row, column }: SignedBlock) => {
    const down = row * rows;
    const across = column * columns;
    return start + 4 * (transposed ? across * stride + down : down * stride + across);
  };
}

/** Tiles as large as caches like, but at least four a thread where the product is small. */
function tiling(m: number, n: number, threads: number): { rows: number; columns: number; tiles: number } {
  let rows = 128;
  let columns = 512;
  const tiles = () => Math.ceil(m / rows) * Math.ceil(n / columns);
  while (tiles() < 4 * threads && columns > 128) columns >>= 1;
  while (tiles() < 4 * threads && rows > 16) rows >>= 1;
  return { rows, columns, tiles: tiles() };
}
