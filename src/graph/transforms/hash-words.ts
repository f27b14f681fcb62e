import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, type SparseMatrix } from '../../core/index.js';

export interface HashWordsOptions {
  /** Columns of the matrix; default 1,024. */
  readonly width?: number;
  /** Another seed, another assignment of words to columns; default 0, plain FNV-1a. In [0, 2^32). */
  readonly seed?: number;
  /**
   * Give half of the words the sign -1, so that words that share a column cancel on average instead of adding up;
   * default false.
   */
  readonly signed?: boolean;
  /**
   * Value of a column whose words occur n times in a row (with signs, n is their sum): `count` n (default), `binary` its
   * sign, `sublinear` sign(n) (1 + ln |n|).
   */
  readonly values?: 'count' | 'binary' | 'sublinear';
  /** Shortest word that counts, in UTF-16 units; default 1. */
  readonly minLength?: number;
  /** What a word is, in lower-cased text; default runs of letters, marks and digits of any script. */
  readonly pattern?: RegExp;
  /**
   * Count all runs of so many characters (UTF-16 units), from the first number to the second, instead of words: how somebody writes more than of what.
   * White space is one space, and a text begins and ends with one.
   */
  readonly characters?: readonly [from: number, to: number];
}

const seedMustBe = 'a whole number from 0 to 2^32 - 1';
/** Check of {@link HashWordsOptions}. */
export const hashWordsSchema = {
  width: z.optional(option.count.check(z.maximum(2 ** 31 - 1, 'a whole number from 1 to 2^31 - 1'))),
  seed: z.optional(z.int(seedMustBe).check(z.minimum(0, seedMustBe), z.maximum(2 ** 32 - 1, seedMustBe))),
  signed: z.optional(z.boolean('true or false')),
  values: z.optional(z.enum(['count', 'binary', 'sublinear'])),
  minLength: z.optional(option.count),
  pattern: z.optional(z.custom<RegExp>((value) => value instanceof RegExp, 'a regular expression')),
  characters: z.optional(
    z
      .tuple([option.count, option.count.check(z.maximum(32, 'a whole number up to 32'))], 'two numbers')
      .check(z.refine(([from, to]) => from <= to, 'two numbers, the smaller first')),
  ),
};
const optionsSchema = z.strictObject(hashWordsSchema);

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Hashed bag of words, or of runs of characters, [N, width]: each word counts in the column `FNV-1a(word) mod width`, the hash taken over UTF-16
 * units in 32 bits. Columns ascend within a row; columns whose signs cancel are left out. Texts that are null are empty
 * rows. O(characters + entries log entries of a row); no table of words is kept.
 *
 * @param texts the texts of every row, which count together
 * @throws {HeteroGraphError} INVALID_OPTION
 * @see Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009 (signs: section 2)
 */
export function hashWords(
  numRows: number,
  texts: (row: number) => readonly (string | null | undefined)[],
  options: HashWordsOptions = {},
): SparseMatrix {
  expectArgument(texts, 'function', 'texts');
  const { width, start, minLength, pattern, characters, signed, values: kind } = checkHashWords(options);
  const indptr = new Int32Array(numRows + 1);
  let indices = new Int32Array(Math.max(16, numRows * 8));
  let values = new Float32Array(indices.length);
  const counts = new Int32Array(width);
  let touched = new Int32Array(64);
  const isTouched = new Uint8Array(width);
  let end = 0;
  let numTouched = 0;
  const count = (hash: number) => {
    const column = (hash >>> 0) % width;
    if (!isTouched[column]) {
      isTouched[column] = 1;
      if (numTouched === touched.length) touched = grown(touched, numTouched * 2);
      touched[numTouched++] = column;
    }
    counts[column]! += signed && isNegative(hash) ? -1 : 1;
  };
  for (let row = 0; row < numRows; row++) {
    numTouched = 0;
    for (const text of texts(row)) {
      if (!text) continue;
      if (characters) {
        countRuns(text, characters, start, count);
        continue;
      }
      for (const [word] of text.toLowerCase().matchAll(pattern)) {
        if (word.length < minLength) continue;
        let hash = start;
        for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
        count(hash);
      }
    }
    if (end + numTouched > indices.length) {
      const capacity = Math.max(indices.length * 2, end + numTouched);
      indices = grown(indices, capacity);
      values = grown(values, capacity);
    }
    for (const column of touched.subarray(0, numTouched).sort()) {
      const count = counts[column]!;
      isTouched[column] = 0;
      counts[column] = 0;
      if (count === 0) continue;
      indices[end] = column;
      values[end++] = entryOf(count, kind);
    }
    indptr[row + 1] = end;
  }
  return { kind: 'sparse', numRows, width, indptr, indices: indices.slice(0, end), values: values.slice(0, end) };
}

function countRuns(
  text: string,
  [from, to]: readonly [number, number],
  start: number,
  count: (hash: number) => void,
): void {
  const plain = text.toLowerCase().trim().replace(/\s+/gu, ' ');
  if (plain === '') return;
  const whole = ` ${plain} `;
  for (let begin = 0; begin < whole.length; begin++) {
    let hash = start;
    for (let i = begin; i < Math.min(whole.length, begin + to); i++) {
      hash = Math.imul(hash ^ whole.charCodeAt(i), 0x01000193);
      if (i - begin + 1 >= from) count(hash);
    }
  }
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkHashWords(options: HashWordsOptions) {
  checkOptions(optionsSchema, options);
  const { signed = false, pattern = WORD, values = 'count', width = 1024, minLength = 1, seed = 0 } = options;
  const { characters } = options;
  if (characters && (options.pattern || options.minLength !== undefined)) {
    throw new HeteroGraphError('INVALID_OPTION', 'Runs of characters have no pattern and no shortest word.', {
      column: 'characters',
      hint: 'Leave pattern and minLength out, or characters.',
    });
  }
  const global = pattern.flags.includes('g') ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
  return { width, minLength, start: 0x811c9dc5 ^ mixed(seed), pattern: global, characters, signed, values };
}

function entryOf(count: number, kind: NonNullable<HashWordsOptions['values']>): number {
  if (kind === 'count') return count;
  return kind === 'binary' ? Math.sign(count) : Math.sign(count) * (1 + Math.log(Math.abs(count)));
}

/** A bit that does not go with the column: the top one after another round of mixing. */
function isNegative(hash: number): boolean {
  return mixed(hash ^ 0x9e3779b9) < 0;
}

/** Murmur3's last step: every bit of the argument changes half of those of the result; 0 for 0. */
function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

function grown<T extends Int32Array | Float32Array>(from: T, length: number): T {
  const out = new (from.constructor as new (length: number) => T)(length);
  out.set(from);
  return out;
}
