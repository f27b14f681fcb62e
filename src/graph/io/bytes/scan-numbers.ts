import { HeteroGraphError } from '../../../core/index.js';
import { ByteDictionary } from './byte-dictionary.js';
import { mustStayText, trimBlanks } from './parse-cell.js';
import { decodeUtf8 } from './utf8.js';

/**
 * What a column of a plain text table holds. `number`: a float64, NaN where the cell is empty. `exact`: the same, and
 * the text is kept where the number does not give it back ("1.50"). `category`: one of few words, as a code, -1 where
 * empty. `term`: the same of any number of words. `skip`: anything, not looked at.
 */
export type ScanKind = 'number' | 'exact' | 'category' | 'term' | 'skip';

export interface ScanFormat {
  /** Byte between cells; 32 means any run of spaces and tabs. */
  readonly delimiter: number;
  readonly columns: readonly { readonly name: string; readonly kind: ScanKind }[];
  /** Lines whose first character but blanks is `#` or `%`, and lines of blanks alone, are left out. */
  readonly comments: boolean;
}

export interface ScannerOptions {
  /** Rows of a batch, default 65,536. */
  readonly capacity?: number;
  /** 1-based line of the first byte to scan, default 1. */
  readonly firstLine?: number;
  /** Named in errors. */
  readonly file?: string;
}

/** Rows read so far and not yet taken; the arrays are used again. */
export interface ScanBatch {
  rows: number;
  /** 1-based line of each row. */
  readonly lines: Int32Array;
  /** Values of `number` and `exact` columns by column. */
  readonly numbers: readonly Float64Array[];
  /** Codes of `category` and `term` columns by column. */
  readonly codes: readonly Int32Array[];
  /** Texts that their numbers would not give back, three arrays side by side. */
  texts: { rows: number[]; columns: number[]; texts: string[] };
}

/** Why a row cannot be taken. */
export type ScanTrouble = 'MALFORMED_ROW' | 'WRONG_DTYPE' | 'NOT_LOSSLESS';

/** Called for a row that cannot be taken: true drops it and continues, false stops before it. May throw. */
export type OnScanTrouble = (code: ScanTrouble, message: string, line: number, column: string | undefined) => boolean;

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const PERCENT = 37;
const MINUS = 45;
const DOT = 46;
const POWERS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const KINDS: Readonly<Record<ScanKind, number>> = { number: 0, exact: 1, category: 2, term: 2, skip: 3 };
const MAX_NUMBER_BYTES = 1024;

/**
 * Reads lines of numbers straight from bytes into typed arrays: no string, no array and no object per row. Numbers of
 * at most 15 digits without exponent are put together exactly (an integer below 2^53 divided by a power of ten is
 * rounded once, Clinger 1990); the rest goes through `Number`, so every value equals what `Number` gives.
 */
export class NumberScanner {
  readonly batch: ScanBatch;
  readonly dictionaries: readonly ByteDictionary[];
  readonly #format: ScanFormat;
  readonly #kinds: Uint8Array;
  readonly #capacity: number;
  readonly #onTrouble: OnScanTrouble;
  readonly #file: string | undefined;
  #line: number;
  #stopped = false;
  #cellEnd = 0;
  #trouble: ScanTrouble | '' = '';

  constructor(format: ScanFormat, onTrouble: OnScanTrouble, options: ScannerOptions = {}) {
    const { capacity = 65_536, firstLine = 1, file } = options;
    const has = (index: number, kinds: ScanKind[]) => kinds.includes(format.columns[index]!.kind);
    this.#format = format;
    this.#kinds = Uint8Array.from(format.columns, ({ kind }) => KINDS[kind]);
    this.#capacity = capacity;
    this.#onTrouble = onTrouble;
    this.#line = firstLine;
    this.#file = file;
    this.dictionaries = format.columns.map(({ kind }) =>
      kind === 'term' ? new ByteDictionary(2 ** 31 - 1, 2 ** 31 - 1) : new ByteDictionary(),
    );
    this.batch = {
      rows: 0,
      lines: new Int32Array(capacity),
      numbers: format.columns.map((_, i) => new Float64Array(has(i, ['number', 'exact']) ? capacity : 0)),
      codes: format.columns.map((_, i) => new Int32Array(has(i, ['category', 'term']) ? capacity : 0)),
      texts: { rows: [], columns: [], texts: [] },
    };
  }

  /** 1-based line that the next call starts with. */
  get line(): number {
    return this.#line;
  }

  /** True once the trouble handler has answered false. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Forgets the rows of the batch, so that the next scan starts it anew. */
  takeBatch(): void {
    this.batch.rows = 0;
    this.batch.texts = { rows: [], columns: [], texts: [] };
  }

  /**
   * Reads whole lines of `bytes[start..end)`, which must end with a line feed, until they or the room in the batch are
   * used up. @returns the position of the first line not read. O(bytes).
   */
  scan(bytes: Uint8Array, start: number, end: number): number {
    const { comments, delimiter } = this.#format;
    const { lines, numbers, codes } = this.batch;
    const kinds = this.#kinds;
    const width = kinds.length;
    const isBlank = delimiter === SPACE;
    const second = isBlank ? TAB : delimiter;
    let rows = this.batch.rows;
    let pos = start;
    while (pos < end && rows < this.#capacity) {
      const lineStart = pos;
      let byte = bytes[pos]!;
      if (isBlank) while (byte === SPACE || byte === TAB) byte = bytes[++pos]!;
      let p = pos;
      if (comments) while (byte === SPACE || byte === TAB || byte === CR) byte = bytes[++p]!;
      const isEmpty = byte === LF || (byte === CR && bytes[p + 1] === LF);
      if (isEmpty || (comments && (byte === HASH || byte === PERCENT))) {
        pos = bytes.indexOf(LF, p) + 1;
        this.#line++;
        continue;
      }
      let column = 0;
      let trouble: ScanTrouble | '' = '';
      let message = '';
      for (;;) {
        const kind = kinds[column]!;
        if (kind <= 1) {
          let p = pos;
          byte = bytes[p]!;
          const isNegative = byte === MINUS;
          if (isNegative) byte = bytes[++p]!;
          const wholeStart = p;
          let digit = byte - 48;
          let whole = 0;
          while (digit >>> 0 < 10 && p - wholeStart < 9) {
            whole = (whole * 10 + digit) | 0;
            digit = bytes[++p]! - 48;
          }
          let value = whole;
          while (digit >>> 0 < 10) {
            value = value * 10 + digit;
            digit = bytes[++p]! - 48;
          }
          const wholeDigits = p - wholeStart;
          let isExact = wholeDigits > 0;
          let digits = wholeDigits;
          if (digit === DOT - 48) {
            const fractionStart = ++p;
            let fraction = 0;
            digit = bytes[p]! - 48;
            while (digit >>> 0 < 10 && p - fractionStart < 9) {
              fraction = (fraction * 10 + digit) | 0;
              digit = bytes[++p]! - 48;
            }
            value = value * POWERS[p - fractionStart]! + fraction;
            while (digit >>> 0 < 10 && p - fractionStart < 16) {
              value = value * 10 + digit;
              digit = bytes[++p]! - 48;
            }
            digits += p - fractionStart;
            value /= POWERS[p - fractionStart]!;
            // A last zero is lost in print, and what is smaller than a millionth is printed with an exponent.
            isExact = isExact && p > fractionStart && bytes[p - 1] !== 48 && value >= 1e-6;
          }
          byte = bytes[p]!;
          const isEnd = byte === delimiter || byte === LF || byte === second || (byte === CR && bytes[p + 1] === LF);
          const hasLeadingZero = wholeDigits > 1 && bytes[wholeStart] === 48;
          if (isEnd && digits > 0 && digits <= 15 && !(hasLeadingZero && kind === 1)) {
            if (isNegative) {
              if (value === 0) isExact = false;
              value = -value;
            }
            numbers[column]![rows] = value;
            if (kind === 1 && !isExact) this.#keepText(bytes, pos, p, rows, column, value);
            pos = p;
          } else {
            const cellStart = pos;
            numbers[column]![rows] = this.#slowNumber(bytes, pos, kind === 1, rows, column);
            pos = this.#cellEnd;
            if (this.#trouble) {
              trouble = this.#trouble;
              message = `${quoteCell(bytes, cellStart, pos)} is not a number.`;
              if (trouble === 'NOT_LOSSLESS') message = 'The number would not give its text back.';
              break;
            }
          }
        } else {
          this.#findCellEnd(bytes, pos);
          if (kind === 2) codes[column]![rows] = this.#category(bytes, pos, this.#cellEnd, column);
          pos = this.#cellEnd;
        }
        byte = bytes[pos]!;
        if (isBlank) while (byte === SPACE || byte === TAB) byte = bytes[++pos]!;
        const isLineEnd = byte === LF || byte === CR;
        if (column === width - 1) {
          if (isLineEnd) break;
          trouble = 'MALFORMED_ROW';
          message = `The row has more than ${width} cells.`;
          break;
        }
        column++;
        if (isLineEnd) {
          trouble = 'MALFORMED_ROW';
          message = `The row has ${column} of ${width} cells.`;
          break;
        }
        if (!isBlank) pos++;
      }
      if (trouble) {
        const name = trouble === 'MALFORMED_ROW' ? undefined : this.#format.columns[column]!.name;
        this.#forgetTexts(rows);
        if (!this.#onTrouble(trouble, message, this.#line, name)) {
          this.#stopped = true;
          this.batch.rows = rows;
          return lineStart;
        }
        pos = bytes.indexOf(LF, pos) + 1;
      } else {
        lines[rows++] = this.#line;
        pos += byte === CR ? 2 : 1;
      }
      this.#line++;
    }
    this.batch.rows = rows;
    return pos;
  }

  #findCellEnd(bytes: Uint8Array, start: number): void {
    const { delimiter } = this.#format;
    let p = start;
    for (;;) {
      const byte = bytes[p]!;
      if (byte === delimiter || byte === LF) break;
      if (byte === CR && bytes[p + 1] === LF) break;
      if (delimiter === SPACE && byte === TAB) break;
      p++;
    }
    this.#cellEnd = p;
  }

  /** Blanks around the number, exponents, many digits, empty cells. Leaves the end in #cellEnd. */
  #slowNumber(bytes: Uint8Array, start: number, keep: boolean, row: number, column: number): number {
    this.#findCellEnd(bytes, start);
    this.#trouble = '';
    const end = this.#cellEnd;
    if (end === start) return Number.NaN;
    const text = end - start > MAX_NUMBER_BYTES ? '' : latin1(bytes, start, end);
    const trimmed = trimBlanks(text);
    const value = NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
    if (!Number.isFinite(value)) this.#trouble = 'WRONG_DTYPE';
    else if (keep) {
      if (mustStayText(trimmed, value)) this.#trouble = 'NOT_LOSSLESS';
      else this.#keepText(bytes, start, end, row, column, value);
    }
    return value;
  }

  #keepText(bytes: Uint8Array, start: number, end: number, row: number, column: number, value: number): void {
    const text = latin1(bytes, start, end);
    if (String(value) === text) return;
    const { texts } = this.batch;
    texts.rows.push(row);
    texts.columns.push(column);
    texts.texts.push(text);
  }

  #forgetTexts(row: number): void {
    const { texts } = this.batch;
    while (texts.rows.length > 0 && texts.rows[texts.rows.length - 1] === row) {
      texts.rows.pop();
      texts.columns.pop();
      texts.texts.pop();
    }
  }

  #category(bytes: Uint8Array, start: number, end: number, column: number): number {
    let from = start;
    let to = end;
    while (from < to && bytes[from]! <= SPACE) from++;
    while (to > from && bytes[to - 1]! <= SPACE) to--;
    if (to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE) {
      from++;
      to--;
    }
    if (from === to) return -1;
    try {
      return this.dictionaries[column]!.code(bytes, from, to);
    } catch (cause) {
      if (!(cause instanceof HeteroGraphError)) throw cause;
      const { name } = this.#format.columns[column]!;
      throw new HeteroGraphError(cause.code, cause.message, {
        ...(this.#file === undefined ? {} : { file: this.#file }),
        row: this.#line,
        column: name,
        hint:
          cause.code === 'TOO_LARGE'
            ? 'This reader keeps the different texts of a column in memory: read the file with readCsvGraph instead.'
            : 'Convert the file to UTF-8.',
        cause,
      });
    }
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** A cell as a message shows it: at most 40 characters, quoted, control characters escaped. */
export function quoteCell(bytes: Uint8Array, start: number, end: number): string {
  const shown = decodeUtf8(bytes.subarray(start, Math.min(end, start + 40)));
  return JSON.stringify(end - start > 40 ? `${shown}...` : shown);
}
