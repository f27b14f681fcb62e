import { type Csr, HeteroGraphError } from '../../core/index.js';
import type { KernelArgument } from '../threads/arguments.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectSize, expectWord, rowsOf } from './checks.js';
import { expectLeftOut } from './left-out.js';
import type { TopK } from './top-k.js';

/**
 * How the numbers of vectors are kept: in 6, 2, 2 or 1.125 bytes each, float32 and int8 with 4 more a vector. Of float32 two bytes are the
 * number rounded, which tells which products need not be made. int8 counts in 1/127 of the largest |value| of eight dimensions of its vector.
 */
export type PanelFormat = 'float32' | 'f16' | 'bf16' | 'int8';

export interface ItemPanelsOptions {
  /** One byte an item: 0 for those that no list may have. Default: all may. */
  readonly allowed?: Uint8Array;
  /** Default 'float32'. Products with 'f16', 'bf16' and 'int8' are those with the rounded vectors. */
  readonly format?: PanelFormat;
  /** Default: the process's pool. */
  readonly pool?: Pool;
}

export interface ProductTopKOptions {
  /** Row q lists the items, ascending, that query q leaves out: those a user has seen. */
  readonly exclude?: Csr;
}

/** Bytes of panels that are gone through for all queries of a unit: they stay in the second-level cache. */
const cachedBytes = 192 << 10;
/** Queries of a unit at most, and so many that reading all items takes little time beside their products. */
const [mostQueries, enoughQueries] = [128, 32];

const formats: Readonly<Record<PanelFormat, { number: number; bytes: number; rounding: (width: number) => number }>> = {
  float32: { number: 0, bytes: 4, rounding: () => 0 },
  f16: { number: 1, bytes: 2, rounding: () => 2 ** -11 },
  bf16: { number: 2, bytes: 2, rounding: () => 2 ** -8 },
  int8: { number: 3, bytes: 1, rounding: (width) => Math.sqrt(width) / 254 },
};

/** Terms of products, half a millisecond of them: fewer are not worth another thread, which takes a tenth of that to wake. */
const worthAThread = 1e7;

/**
 * Vectors of items made ready for {@link ItemPanels.topK}: a copy in the pool's arena, in panels of sixteen by falling length. It takes
 * `bytes`, to be given back by {@link ItemPanels.dispose}.
 *
 * ```ts
 * using panels = new ItemPanels(items, 64);
 * const { indices, values } = panels.topK(users, 20, { exclude: seen });
 * ```
 */
export class ItemPanels {
  readonly width: number;
  /** Of the array that it was made from. */
  readonly itemCount: number;
  readonly format: PanelFormat;
  readonly #pool: Pool;
  readonly #panelCount: number;
  #panels = 0;
  #ids = 0;
  #bounds = 0;
  /** By place: of int8 see packItems, of float32 the length that a word counts. */
  #scales = 0;
  /** 16-bit words of the items, of format float32. */
  #words = 0;
  #disposed = false;

  /**
   * @param items [items, width]
   * @throws {HeteroGraphError} SHAPE_MISMATCH, OUT_OF_MEMORY
   */
  constructor(
    items: Float32Array,
    width: number,
    { allowed, format = 'float32', pool = getPool() }: ItemPanelsOptions = {},
  ) {
    expectCount('width', width);
    expectWord('format', format, Object.keys(formats));
    this.itemCount = rowsOf('The matrix of items', items, width);
    if (allowed) expectSize('The mask of items', allowed, this.itemCount);
    this.width = width;
    this.format = format;
    this.#pool = pool;
    const lengths = rowLengths(items, width);
    const kept = Int32Array.from(lengths.keys()).filter((item) => allowed === undefined || allowed[item] !== 0);
    // Items without a finite length come first: nothing is known of them.
    kept.sort((a, b) => rank(lengths[b]!) - rank(lengths[a]!) || a - b);
    this.#panelCount = Math.ceil(kept.length / 16);
    try {
      this.#pack(items, lengths, kept);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #pack(items: Float32Array, lengths: Float32Array, kept: Int32Array): void {
    const pool = this.#pool;
    const { arena } = pool;
    const { width, format } = this;
    const depth = depthOf(width);
    const count = this.#panelCount;
    this.#ids = arena.alloc(count * 64);
    this.#bounds = arena.alloc(count * 4);
    this.#panels = arena.alloc(count * panelBytes(width, format));
    if (hasScales(format)) this.#scales = arena.alloc(count * 64);
    if (format === 'float32') this.#words = arena.alloc(count * depth * 32);
    const ids = arena.int32(this.#ids, count * 16).fill(-1);
    ids.set(kept);
    const bounds = arena.float32(this.#bounds, count);
    // What rounding the items and summing in float32 may add to a product, as a part of |q| |y|; and the smallest numbers of f16.
    const margin = (1 + formats[format].rounding(width)) * (1 + (width + 16) * 2 ** -23);
    const least = format === 'f16' ? Math.sqrt(width) * 2 ** -24 : 0;
    for (let p = 0; p < count; p++) bounds[p] = rank(lengths[kept[p * 16]!]!) * margin + least;
    placed(arena, (place) => {
      if (this.#scales) arena.float32(this.#scales, count * 16).fill(0);
      const args = [place.of(items), this.#ids, this.#panels, width, depth, formats[format].number, this.#scales];
      pool.run('packItems', args, count, 64);
      if (!this.#words) return;
      const from = [place.of(items), this.#ids, place.of(lengths)];
      pool.run('packItemWords', [...from, this.#words, this.#scales, width, depth], count, 64);
    });
  }

  /** Bytes in the arena. */
  get bytes(): number {
    const words = this.#words ? depthOf(this.width) * 32 : 0;
    return this.#panelCount * (panelBytes(this.width, this.format) + words + 68 + (this.#scales ? 64 : 0));
  }

  /**
   * The k items of the largest inner product with each of queries [B, width], best first, the lower number of equals first; where fewer are
   * left, indices -1 with values -Infinity end the list. A product that is NaN is in no list. Exact: items are passed over only where |q| |y|
   * or the product of rounded vectors shows that they cannot be among the k. Each product is summed in the order of the columns, so one query
   * alone gets the bits that it gets among others. Threaded, the same bits for any number of threads. O(B items width) at most.
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, DISPOSED
   */
  topK(queries: Float32Array, k: number, { exclude }: ProductTopKOptions = {}): TopK {
    if (this.#disposed) throw new HeteroGraphError('DISPOSED', 'The panels of items were disposed of.');
    const pool = this.#pool;
    const { arena } = pool;
    const { width } = this;
    const rows = rowsOf('The matrix of queries', queries, width);
    expectCount('k', k);
    if (exclude) expectLeftOut(arena, exclude, rows, this.itemCount);
    return placed(arena, (place) => {
      const depth = depthOf(width);
      const isFloat = this.format === 'float32';
      const atOnce = Math.max(1, Math.floor(cachedBytes / (depth * (isFloat ? 32 : 64))));
      const worthIt = Math.floor((rows * this.#panelCount * 16 * depth) / worthAThread);
      const threads = Math.min(pool.threads, Math.max(1, worthIt));
      const unit = queriesOfUnit(rows, threads);
      const blocks = Math.ceil(rows / unit);
      // A few queries are shared among threads by items; how does not change bits, since lists are merged by value and number.
      const passes = Math.ceil(this.#panelCount / atOnce);
      const parts = blocks >= threads ? 1 : Math.max(1, Math.min(threads * 2, passes));
      const [values, numbers] = [place.block(parts * rows * k * 4), place.block(parts * rows * k * 4)];
      const stride = (unit / 4) * depth * 16 + 192 + (isFloat ? unit * depth * 2 : atOnce * depth * 64);
      const args: KernelArgument[] = [place.of(queries), rows, width, this.#panels, this.#ids];
      args.push(...(exclude ? [place.of(exclude.indptr), place.of(exclude.indices)] : [0, 0]));
      args.push(this.#panelCount, atOnce, place.of(rowLengths(queries, width)), this.#bounds, k, values, numbers);
      args.push(unit, parts, place.block(stride * pool.threads), stride, formats[this.format].number, this.#scales);
      args.push(this.#words, { f32: lackingOfWords(depth) });
      const worsts = parts > 1 ? place.block(rows * 4) : 0;
      if (worsts) arena.float32(worsts, rows).fill(Number.NEGATIVE_INFINITY);
      args.push(worsts);
      // One unit at a time, or all at once by the caller alone.
      pool.run('productTopK', args, blocks * parts, threads === 1 ? blocks * parts : 1);
      const size = parts * rows * k;
      const found = { values: arena.float32(values, size).slice(), indices: arena.int32(numbers, size).slice() };
      return parts === 1 ? found : merged(found, parts, rows, k);
    });
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const block of [this.#ids, this.#bounds, this.#panels, this.#scales, this.#words])
      if (block) this.#pool.arena.free(block);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** A multiple of 4: all queries where there are few, so that items are read once, else two units for each thread. */
function queriesOfUnit(rows: number, threads: number): number {
  const isShared = threads > 1 && rows > enoughQueries;
  return Math.min(mostQueries, Math.max(4, 4 * Math.ceil(isShared ? rows / threads / 8 : rows / 4)));
}

/**
 * What the product of two vectors in words may lack of the product in float32, in units: half a word and a little in each column, and what
 * summing and scaling in float32 rounds. 32,000 of them are a vector's length: with q = (Q - e) / a and y = (Y - f) / b, |e| and |f| at most
 * r = sqrt(depth) / 2, a b q y differs from Q Y by no more than |e| |Y| + |f| |a q| <= r (32,000 + r) + 32,000 r.
 */
function lackingOfWords(depth: number): number {
  const rounding = 0.504 * Math.sqrt(depth);
  return rounding * (2 * 32_000 + rounding) + 32_000 ** 2 * ((depth + 32) * 2 ** -23);
}

function hasScales(format: PanelFormat): boolean {
  return format === 'float32' || format === 'int8';
}

/** Columns of a panel: an even number. */
function depthOf(width: number): number {
  return width + (width % 2);
}

function panelBytes(width: number, format: PanelFormat): number {
  const depth = depthOf(width);
  return 16 * (depth * formats[format].bytes + (format === 'int8' ? Math.ceil(depth / 8) : 0));
}

/**
 * Shortest length that a vector other than zero counts as: what float32 rounds of products that are nearly its smallest numbers is then less
 * than what bounds allow for.
 */
const SHORTEST = 1e-18;

/** Lengths of rows, rounded up to float32. */
function rowLengths(x: Float32Array, width: number): Float32Array {
  const lengths = new Float32Array(x.length / width);
  for (let r = 0, at = 0; r < lengths.length; r++) {
    let sum = 0;
    for (let c = 0; c < width; c++, at++) sum += x[at]! * x[at]!;
    lengths[r] = sum === 0 ? 0 : Math.max(SHORTEST, Math.sqrt(sum) * (1 + 2 ** -22));
  }
  return lengths;
}

function rank(length: number): number {
  return Number.isNaN(length) ? Number.POSITIVE_INFINITY : length;
}

/** The best k of lists [parts, rows, k]. */
function merged(found: TopK, parts: number, rows: number, k: number): TopK {
  const values = new Float32Array(rows * k).fill(Number.NEGATIVE_INFINITY);
  const indices = new Int32Array(rows * k).fill(-1);
  const heads = new Int32Array(parts);
  for (let r = 0; r < rows; r++) {
    heads.fill(0);
    for (let i = r * k; i < (r + 1) * k; i++) {
      let best = -1;
      let bestAt = -1;
      for (let part = 0; part < parts; part++) {
        const at = (part * rows + r) * k + heads[part]!;
        if (heads[part]! >= k || found.indices[at]! < 0) continue;
        const isBetter =
          bestAt < 0 ||
          found.values[at]! > found.values[bestAt]! ||
          (found.values[at]! === found.values[bestAt]! && found.indices[at]! < found.indices[bestAt]!);
        if (isBetter) [best, bestAt] = [part, at];
      }
      if (best < 0) break;
      heads[best]!++;
      values[i] = found.values[bestAt]!;
      indices[i] = found.indices[bestAt]!;
    }
  }
  return { values, indices };
}
