import Papa from 'papaparse';
import { HeteroGraphError } from '../../../core/index.js';
import { decodeLatin1, decodeStrictUtf8, isUtf8 } from '../bytes/utf8.js';

/** How the cells of a CSV file are written. */
export interface CsvDialect {
  /** Between cells; default: found out from the header line among `,` `;` tab and `|`. */
  readonly delimiter?: string;
  /** Around cells that hold delimiters, quotes or line ends; doubled inside; default `"`. */
  readonly quote?: string;
  /** Names of the columns, for files without header line (or, with `header: true`, in place of theirs). */
  readonly names?: readonly string[];
  /** Whether the first record names the columns; default: it does unless `names` are given. */
  readonly header?: boolean;
  /** Lines starting with this are left out, and not counted in row numbers; default: there are none. */
  readonly comment?: string;
  /** Text of a cell without value; default the empty cell. */
  readonly nullText?: string;
  /** `utf-8` (default; wrong bytes are errors) or `latin1`. */
  readonly encoding?: 'utf-8' | 'latin1';
}

/** Records of a piece of text. */
export interface CsvRecords {
  readonly rows: string[][];
  /** Positions in `rows` of records whose quotes are not in order. */
  readonly broken: ReadonlySet<number>;
  /** Characters used up; the rest is an incomplete record. */
  readonly used: number;
}

export interface RecordOptions {
  /** Whether the text ends the file; if not, what follows the last complete record is left over. */
  readonly isLast: boolean;
  /** Stop after so many records. */
  readonly limit?: number;
}

/** Splits text into records with papaparse. */
export function parseRecords(text: string, delimiter: string, dialect: CsvDialect, options: RecordOptions): CsvRecords {
  const { quote = '"', comment } = dialect;
  const { isLast, limit } = options;
  const config = { delimiter, newline: '\n', quoteChar: quote, comments: comment ?? false };
  // papaparse's way for text without quotes counts one record too many where a limit is set.
  const parser = new Papa.Parser((limit ? { ...config, preview: limit, fastMode: false } : config) as never);
  const { data, errors, meta } = parser.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
  const broken = new Set<number>();
  for (const error of errors) if (error.type === 'Quotes') broken.add(error.row!);
  return { rows: data, broken, used: isLast && !limit ? text.length : meta.cursor };
}

/**
 * Drops the carriage returns before line feeds outside quotes. The text must begin with a record. papaparse takes one
 * kind of line end for a whole file; files put together from several have both.
 */
export function dropReturns(text: string, delimiter: string, { quote = '"' }: CsvDialect): string {
  let at = text.indexOf('\r\n');
  if (at < 0) return text;
  let quoteAt = text.indexOf(quote);
  if (quoteAt < 0) return text.replaceAll('\r\n', '\n');
  const pieces: string[] = [];
  let last = 0;
  while (at >= 0) {
    if (quoteAt < 0 || quoteAt > at) {
      pieces.push(text.slice(last, at));
      last = at + 1;
      at = text.indexOf('\r\n', last);
      continue;
    }
    const before = text[quoteAt - 1];
    let end = quoteAt;
    if (before === undefined || before === '\n' || before === delimiter) {
      end = closingQuote(text, quoteAt, quote);
      if (end < 0) break;
      if (at < end) at = text.indexOf('\r\n', end);
    }
    quoteAt = text.indexOf(quote, end + 1);
  }
  pieces.push(text.slice(last));
  return pieces.join('');
}

/** Position of the quote that closes the one at `start`, -1 where there is none. Two in a row stand for one. */
function closingQuote(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start + 1); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return -1;
}

/** The mark that occurs most often in the first record outside quotes. */
export function guessDelimiter(text: string, { quote = '"', comment }: CsvDialect): string {
  const marks = [',', ';', '\t', '|'];
  const counts = marks.map(() => 0);
  let isQuoted = false;
  let start = 0;
  while (comment && text.startsWith(comment, start) && text.indexOf('\n', start) >= 0)
    start = text.indexOf('\n', start) + 1;
  for (let i = start; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) isQuoted = !isQuoted;
    else if (!isQuoted && char === '\n' && i > start) break;
    else if (!isQuoted && marks.includes(char)) counts[marks.indexOf(char)]!++;
  }
  return marks[counts.indexOf(Math.max(...counts))]!;
}

/** Text of bytes that begin and end between characters. @throws {HeteroGraphError} INVALID_UTF8 with file and row. */
export function decodeText(bytes: Uint8Array, dialect: CsvDialect, file: string, row: number): string {
  if (dialect.encoding === 'latin1') return decodeLatin1(bytes);
  try {
    return decodeStrictUtf8(bytes);
  } catch (cause) {
    throw new HeteroGraphError('INVALID_UTF8', 'The file is not valid UTF-8.', {
      file,
      row: row + linesBeforeDamage(bytes),
      cause,
      hint: "Convert the file, or give encoding: 'latin1'.",
    });
  }
}

function linesBeforeDamage(bytes: Uint8Array): number {
  let lines = 0;
  for (let pos = 0; pos < bytes.length; lines++) {
    const stop = bytes.indexOf(10, pos);
    const end = stop < 0 ? bytes.length : stop + 1;
    if (!isUtf8(bytes.subarray(pos, end))) return lines;
    pos = end;
  }
  return lines;
}
