import { type Csr, expectArgument, expectMembers, HeteroGraphError, type WeightedCsr } from '../../core/index.js';
import type { Arena } from '../threads/arena.js';

/** What has a number of values: an array, or a tensor's size. */
export interface Sized {
  readonly length: number;
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH */
export function expectSize(what: string, values: Sized, size: number): void {
  if (values?.length === size) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${values?.length ?? 'no'} values, not ${size}.`, {
    hint: 'Arrays are row-major: rows times width values.',
  });
}

/**
 * The number of rows of a matrix of so many columns.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function rowsOf(what: string, values: ArrayLike<unknown>, width: number): number {
  const rows = width === 0 ? 0 : values?.length / width;
  if (Number.isInteger(width) && width >= 0 && Number.isInteger(rows)) return rows;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `${what} has ${values?.length ?? 'no'} values, which is not a multiple of its width ${width}.`,
    { hint: 'Arrays are row-major: rows times width values.' },
  );
}

/** @throws {HeteroGraphError} INVALID_OPTION where `value` is no whole number of at least `least` */
export function expectCount(what: string, value: number, min = 1): void {
  if (Number.isInteger(value) && value >= min) return;
  throw new HeteroGraphError('INVALID_OPTION', `${what} is ${value}.`, {
    hint: `Use a whole number from ${min}.`,
  });
}

/** Options that a kernel knows: by name the words that it may be, or null where any value of its type is fine. */
export type KnownOptions = Readonly<Record<string, readonly string[] | null>>;

/** Kernels run often: this takes well below a microsecond. @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function expectOptions(options: object, known: KnownOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      throw new HeteroGraphError('INVALID_OPTION', `There is no option ${name}.`, {
        column: name,
        hint: `There are: ${Object.keys(known).join(', ')}.`,
      });
    }
    if (known[name] && value !== undefined) expectWord(name, value, known[name]);
  }
}

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is one of the words */
export function expectWord(name: string, value: unknown, words: readonly string[]): void {
  if (words.includes(value as string)) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} is ${JSON.stringify(value)}.`, {
    column: name,
    hint: `It must be ${words.map((word) => `"${word}"`).join(' or ')}.`,
  });
}

/** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE naming the first position that holds a wrong number */
export function expectWithin(what: string, numbers: Int32Array, limit: number): void {
  expectArgument(numbers, 'numbers', what);
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i]! >= 0 && numbers[i]! < limit) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${what} ${numbers[i]} is outside [0, ${limit}).`, {
      row: i,
      hint: 'Rows and columns count from 0; give the number of rows or columns that the largest needs.',
    });
  }
}

/**
 * Lengths agree, rows are in order, columns in range. O(rows + entries).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function expectCsr(csr: Csr | WeightedCsr): void {
  expectMembers(csr, 'The matrix', { indptr: 'numbers', indices: 'numbers', numRows: 'number', numCols: 'number' });
  const { numRows, numCols, indptr, indices } = csr;
  expectSize('The row pointer', indptr, numRows + 1);
  let ordered = indptr[0] === 0;
  for (let r = 0; r < numRows; r++) ordered &&= indptr[r]! <= indptr[r + 1]!;
  if (!ordered) {
    throw new HeteroGraphError('SHAPE_MISMATCH', 'The row pointer (indptr) does not start with 0, or falls.', {
      column: 'indptr',
      hint: 'It says where each row begins among the entries, and at last where they end.',
    });
  }
  expectSize('The array of columns', indices, indptr[numRows]!);
  if ('values' in csr) expectSize('The array of entry values', csr.values, indices.length);
  expectWithin('Column', indices, numCols);
}

/** Index arrays in arenas that have been gone through, with what they were found to agree with. */
const checked = new WeakMap<Int32Array, Csr>();

/**
 * As {@link expectCsr}, but index arrays that lie in the arena, where a program puts what it uses again and again, are gone through at
 * the first call with them alone. Arrays outside are copied in at every call, and checked at every call.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function expectCsrOnce(arena: Arena, csr: Csr | WeightedCsr): void {
  expectMembers(csr, 'The matrix', { indptr: 'numbers', indices: 'numbers' });
  const { indptr, indices, numRows, numCols } = csr;
  const before = checked.get(indices);
  if (before?.indptr === indptr && before.numRows === numRows && before.numCols === numCols) {
    if ('values' in csr) expectSize('The array of entry values', csr.values, indices.length);
    return;
  }
  expectCsr(csr);
  if (arena.owns(indices) && arena.owns(indptr)) checked.set(indices, { indptr, indices, numRows, numCols });
}

/** Where rows of `width` values are to be written: row i at `offset + i * stride`. */
export interface RowTarget {
  readonly length: number;
  readonly stride: number;
  readonly offset: number;
}

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
export function expectRoom({ length, stride, offset }: RowTarget, count: number, width: number): void {
  expectCount('stride', stride, width);
  expectCount('offset', offset, 0);
  const end = count === 0 ? 0 : offset + (count - 1) * stride + width;
  if (length >= end) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `out has ${length} values, the rows end at ${end}.`, {
    hint: 'Row i goes to out[offset + i * stride ..].',
  });
}
