import type { RunOptions } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { malformedRow } from '../base/malformed.js';
import { eachLine } from './each-line.js';
import { parseNumber } from './parse-number.js';

const TAB = 9;
const COMMA = 44;

/** The fields of a line, separated by tabs or commas; one object reads all lines of a file. */
export class TabRow {
  readonly file: FileSource;
  bytes: Uint8Array = new Uint8Array(0);
  numFields = 0;
  readonly #minFields: number;
  readonly #needs: string;
  readonly #separator: number;
  /** Where each field starts, and where the one after the last would. */
  readonly #starts: Int32Array;
  #line = 0;

  /**
   * @param minFields fewer are an error, which says that the file `needs` them
   * @param maxFields the last of so many runs to the end of the line, whatever separators it holds
   */
  constructor(file: FileSource, minFields: number, needs: string, maxFields = 4, separator: 'tab' | 'comma' = 'tab') {
    this.file = file;
    this.#minFields = minFields;
    this.#needs = needs;
    this.#separator = separator === 'tab' ? TAB : COMMA;
    this.#starts = new Int32Array(maxFields + 1);
  }

  /** Takes a line. @throws {HeteroGraphError} MALFORMED_ROW where fields are missing */
  read(bytes: Uint8Array, start: number, end: number, line: number): void {
    const starts = this.#starts;
    this.bytes = bytes;
    this.#line = line;
    starts[0] = start;
    let count = 1;
    const separator = this.#separator;
    for (let at = start; at < end && count < starts.length - 1; at++) {
      if (bytes[at] === separator) starts[count++] = at + 1;
    }
    starts[count] = end + 1;
    this.numFields = count;
    if (count < this.#minFields) throw this.bad(this.#needs);
  }

  start(field: number): number {
    return this.#starts[field]!;
  }

  end(field: number): number {
    return this.#starts[field + 1]! - 1;
  }

  /** The number in a field; NaN where it holds none. */
  number(field: number): number {
    return parseNumber(this.bytes, this.start(field), this.end(field));
  }

  /** The error for a row that cannot be used. */
  bad(why: string): Error {
    return malformedRow(this.file, this.#line, why);
  }
}

/** Reads the lines of a file one after another into `row`; `visit` is called after each. */
export function eachRow(row: TabRow, visit: () => void, options: RunOptions): Promise<void> {
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    row.read(bytes, start, end, line);
    visit();
  };
  return eachLine(row.file, take, options);
}
