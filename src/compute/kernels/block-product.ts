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
/** Of a tile. */
const mostRows = 128;
const mostColumns = 512;

/**
 * Runs the products of an algorithm whose partition is `parts` x `parts`; m, n and k are multiples of `parts`, all above 0. Every
 * product is added to its blocks of C tile by tile, so nothing but packed factors is stored.
 */
export function runProducts(pool: Pool, whole: Strided, products: readonly BlockProduct[], parts: number): void {
  const block = { m: whole.m / parts, n: whole.n / parts, k: whole.k / parts };
  const { rows, columns, tiles } = tiling(block.m, block.n, pool.threads);
  const work = { count: products.length, together: products.length, rows, columns, tiles };
  runTable(pool, whole, block, work, (table) => writeTable(pool.arena, table, whole, products, block));
}

/** Floats from a matrix of a batch to the next. */
export interface BatchSteps {
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** `count` products of one shape, each by one thread, to the same bits as one by one; `whole` says where the first lies. */
export function runBatch(pool: Pool, whole: Strided, count: number, steps: BatchSteps): void {
  const tiles = Math.ceil(whole.m / mostRows) * Math.ceil(whole.n / mostColumns);
  const work = { count, together: 1, rows: mostRows, columns: mostColumns, tiles };
  runTable(pool, whole, whole, work, (table) => {
    const words = pool.arena.int32(table, (count * recordBytes) / 4);
    for (let p = 0; p < count; p++) {
      const at = (p * recordBytes) / 4;
      words.set([1, whole.a + 4 * p * steps.a, 0], at);
      words.set([1, whole.b + 4 * p * steps.b, 0], at + 9);
      words.set([1, whole.out + 4 * p * steps.out, 0, 1], at + 18);
    }
  });
}

interface Work extends Tiling {
  /** Products of the table, and how many of them are one unit of work. */
  readonly count: number;
  readonly together: number;
}

/** Packs right factors and multiplies, as many products at a time as there is memory for. `write` fills the table. */
function runTable(pool: Pool, whole: Strided, block: Extents, work: Work, write: (table: number) => void): void {
  const { arena } = pool;
  const { m, n, k } = block;
  const { count: all, together, rows, columns, tiles } = work;
  const panels = Math.ceil(n / 16);
  const factorBytes = panels * (k + (k % 2)) * 64;
  const atOnce = Math.max(1, Math.min(all, Math.floor(packedBytes / factorBytes)));
  const depth = passDepth(k);
  const scratchBytes = depth * rows * 4 + 320;
  const alone = m * n * k * all < worthThreads;
  const packUnits = whole.transposeB ? panels : Math.ceil(k / 8);
  const packGrain = Math.ceil(16_384 / (whole.transposeB ? 16 * k : 8 * n));
  const grain = together === 1 ? Math.ceil(worthThreads / (Math.min(m, rows) * Math.min(n, columns) * k)) : 1;
  const packed = arena.alloc(factorBytes * atOnce);
  const scratch = arena.alloc(scratchBytes * pool.threads);
  const table = arena.alloc(recordBytes * all);
  try {
    write(table);
    for (let first = 0; first < all; first += atOnce) {
      const count = Math.min(atOnce, all - first);
      const from = table + first * recordBytes;
      const right = [from, count, whole.strideB * 4, k, n, whole.transposeB ? 1 : 0, packed, factorBytes];
      pool.run('packRight', right, count * packUnits, alone ? count * packUnits : packGrain);
      const left = [from, count, packed, factorBytes, whole.strideA * 4, whole.transposeA ? 1 : 0, whole.strideOut * 4];
      const shape = [m, n, k, scratch, scratchBytes, rows, columns, depth, together];
      const units = tiles * Math.ceil(count / together);
      pool.run('gemm', [...left, ...shape], units, alone ? units : grain);
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

interface Tiling {
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
}

/** Tiles as large as caches like, but at least four a thread where the product is small. */
function tiling(m: number, n: number, threads: number): Tiling {
  let rows = mostRows;
  let columns = mostColumns;
  const tiles = () => Math.ceil(m / rows) * Math.ceil(n / columns);
  while (tiles() < 4 * threads && columns > 128) columns >>= 1;
  while (tiles() < 4 * threads && rows > 16) rows >>= 1;
  return { rows, columns, tiles: tiles() };
}
