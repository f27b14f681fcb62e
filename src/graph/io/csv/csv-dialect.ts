import Papa from 'papaparse';
import { trimBlanks } from '../bytes/parse-cell.js';

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
  /** Text of a cell without value, or several: `['', 'NA', '-']`; default the empty cell, which counts only where it is named. */
  readonly nullText?: string | readonly string[];
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

/** The cells of the header line of a text, as `readCsvGraph` takes them; none where the line is not complete. */
export function headerCells(text: string, dialect: CsvDialect = {}): string[] {
  const delimiter = dialect.delimiter ?? guessDelimiter(text, dialect) ?? ',';
  const plain = plainLineEnds(text, delimiter, dialect).replace(/^\n+/, '');
  const cells = parseRecords(plain, delimiter, dialect, { isLast: true, limit: 1 }).rows[0] ?? [];
  return cells.map(headerName);
}

/** The name of a column in the header. */
export function headerName(cell: string, place: number): string {
  return trimBlanks(cell) || `column${place}`;
}

/**
 * Makes the line ends outside quotes line feeds, be they carriage returns or both; files put together from several have
 * all kinds. The text must begin with a record and must not end between the two.
 */
export function plainLineEnds(text: string, delimiter: string, { quote = '"' }: CsvDialect): string {
  let at = text.indexOf('\r');
  if (at < 0) return text;
  let quoteAt = text.indexOf(quote);
  if (quoteAt < 0) return text.replace(/\r\n?/g, '\n');
  const pieces: string[] = [];
  let last = 0;
  while (at >= 0) {
    if (quoteAt < 0 || quoteAt > at) {
      pieces.push(text.slice(last, at), '\n');
      last = text[at + 1] === '\n' ? at + 2 : at + 1;
      at = text.indexOf('\r', last);
      continue;
    }
    let end = quoteAt;
    if (opensCell(text, quoteAt, [delimiter])) {
      end = closingQuote(text, quoteAt, quote);
      if (end < 0) break;
      if (at < end) at = text.indexOf('\r', end);
    }
    quoteAt = text.indexOf(quote, end + 1);
  }
  pieces.push(text.slice(last));
  return pieces.join('');
}

function opensCell(text: string, quoteAt: number, delimiters: readonly string[]): boolean {
  const before = text[quoteAt - 1];
  if (before === undefined || before === '\n' || before === '\r') return true;
  return delimiters.some((each) => text.endsWith(each, quoteAt));
}

/** Position of the quote that closes the one at `start`, -1 where there is none. Two in a row stand for one. */
function closingQuote(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start + 1); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return -1;
}

/**
 * The mark that occurs most often in the first record outside quotes; undefined where the record does not end in the
 * text, and `otherwise` where it has none of them.
 */
export function guessDelimiter(
  text: string,
  { quote = '"', comment }: Pick<CsvDialect, 'quote' | 'comment'>,
  otherwise = ',',
): string | undefined {
  const counts = new Map([',', ';', '\t', '|'].map((mark) => [mark, 0]));
  const marks = [...counts.keys()];
  const isLineEnd = (at: number) => text[at] === '\n' || text[at] === '\r';
  let start = 0;
  for (;;) {
    while (isLineEnd(start)) start++;
    if (!comment || !text.startsWith(comment, start)) break;
    while (start < text.length && !isLineEnd(start)) start++;
  }
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === quote && (at === start || opensCell(text, at, marks))) {
      at = closingQuote(text, at, quote);
      if (at < 0) return undefined;
    } else if (isLineEnd(at)) {
      const [most, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best));
      return count > 0 ? most : otherwise;
    } else if (counts.has(char)) counts.set(char, counts.get(char)! + 1);
  }
  return undefined;
}
