import { HeteroGraphError, type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { lineBlocks } from '../bytes/line-blocks.js';
import { NumberScanner } from '../bytes/scan-numbers.js';
import { type FileSource, sourceName } from '../bytes/source.js';
import { decodeLatin1, decodeUtf8, invalidUtf8, soundLength } from '../bytes/utf8.js';
import type { BadRows } from '../table/bad-rows.js';
import type { RowSink } from '../table/row-sink.js';
import { type CsvDialect, guessDelimiter, headerName, parseRecords, plainLineEnds } from './csv-dialect.js';

const MAX_RECORD_CHARS = 1 << 24;
const MAX_BATCH_CELLS = 1 << 18;
const NO_TEXTS: ReadonlyMap<number, string> = new Map();

/** Which cell of a bad row takes lines that look like rows of their own; nothing where none does. */
function swallowedText(cells: readonly string[]): string {
  const at = cells.findIndex((cell) => cell.includes('\n'));
  if (at < 0) return '';
  const cell = cells[at]!;
  const lines = cell.split('\n').length - 1;
  const start = JSON.stringify(cell.slice(0, Math.min(30, cell.indexOf('\n'))));
  return ` The quote before ${start}, in its cell ${at + 1}, takes the ${lines} lines after it into this row: it is not closed where it should be.`;
}

function hasBareReturn(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) if (bytes[at + 1] !== 10) return true;
  return false;
}

/**
 * Feeds the records of a CSV file into a table, block by block. Blocks without quotes whose columns are all numbers go
 * through the byte scanner, the rest through papaparse; both give the same table. Yields after each block and whenever
 * the table holds `maxRows` rows.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW where a quote is not closed within 16 MiB, INVALID_UTF8,
 * DUPLICATE_NAME, UNKNOWN_COLUMN, the codes of bad rows under the policy `fail`, and what reading throws.
 */
export async function* feedCsv(
  source: FileSource,
  dialect: CsvDialect,
  table: RowSink,
  bad: BadRows,
  options: RunOptions & { maxRows?: number },
): AsyncGenerator<void> {
  const file = new CsvFile(sourceName(source), dialect, table, bad);
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  for await (const { bytes, start, end } of lineBlocks(source, options)) {
    for (const _ of file.takeBlock(bytes.subarray(start, end))) if (table.length >= maxRows) yield;
    table.flush();
    yield;
    await yieldToEventLoop();
  }
  for (const _ of file.takeEnd()) if (table.length >= maxRows) yield;
  table.flush();
  yield;
}

class CsvFile {
  readonly #file: string;
  readonly #dialect: CsvDialect;
  readonly #table: RowSink;
  readonly #bad: BadRows;
  #delimiter = '';
  #width = 0;
  /** Records so far, the header among them. */
  #records = 0;
  /** Beginning of a record that the next block continues. */
  #carry = '';
  /** Length the carried text must reach before it is worth parsing again: doubling keeps a lost quote from costing O(n^2). */
  #worthwhile = 0;

  constructor(file: string, dialect: CsvDialect, table: RowSink, bad: BadRows) {
    this.#file = file;
    this.#dialect = dialect;
    this.#table = table;
    this.#bad = bad;
  }

  /** Takes whole lines; yields after every record. */
  *takeBlock(bytes: Uint8Array): Generator<void> {
    const sound = this.#dialect.encoding === 'latin1' ? bytes.length : soundLength(bytes);
    yield* this.#takeLines(bytes.subarray(0, sound));
    if (sound === bytes.length) return;
    this.#worthwhile = 0;
    if (this.#carry !== '') yield* this.#takeText('');
    throw invalidUtf8(this.#file, this.#records + 1, "Convert the file to UTF-8, or give encoding: 'latin1'.");
  }

  /** Takes what is left once the file is over. */
  *takeEnd(): Generator<void> {
    this.#worthwhile = 0;
    if (this.#carry !== '') yield* this.#takeText('');
    if (this.#carry !== '') yield* this.#takeText('', true);
    if (this.#width > 0) return;
    if (this.#dialect.names) return this.#setColumns(this.#dialect.names);
    throw new HeteroGraphError('EMPTY_FILE', 'The file has no header line.', {
      file: this.#file,
      row: 1,
      hint: 'Give the names of the columns for files without one.',
    });
  }

  *#takeLines(bytes: Uint8Array): Generator<void> {
    const quote = (this.#dialect.quote ?? '"').charCodeAt(0);
    const isPlain = this.#width > 0 && this.#carry === '' && !bytes.includes(quote) && !hasBareReturn(bytes);
    const pos = isPlain ? yield* this.#scan(bytes) : 0;
    const rest = bytes.subarray(pos);
    if (rest.length > 0)
      yield* this.#takeText(this.#dialect.encoding === 'latin1' ? decodeLatin1(rest) : decodeUtf8(rest));
  }

  /** Reads the header record and answers the text after it, undefined where it is not complete. */
  #takeHeader(text: string, isLast: boolean): string | undefined {
    const { names, header = !names, delimiter = guessDelimiter(text, this.#dialect) } = this.#dialect;
    if (delimiter === undefined && !isLast) return undefined;
    this.#delimiter = delimiter ?? ',';
    let rest = plainLineEnds(text, this.#delimiter, this.#dialect);
    if (!header) {
      this.#setColumns(names ?? []);
      return rest;
    }
    let row = 1;
    const { comment } = this.#dialect;
    while (rest.startsWith('\n') || (comment && rest.startsWith(comment) && rest.includes('\n'))) {
      if (rest.startsWith('\n')) row++;
      rest = rest.slice(rest.indexOf('\n') + 1);
    }
    const { rows, used, broken } = parseRecords(rest, this.#delimiter, this.#dialect, { isLast, limit: 1 });
    const cells = rows[0];
    if (!cells) return undefined;
    if (broken.has(0)) throw this.#brokenQuotes('A quote in the header is not in order.', row);
    this.#records = row;
    this.#setColumns(names ?? cells.map(headerName));
    return rest.slice(used);
  }

  #setColumns(names: readonly string[]): void {
    this.#width = names.length;
    this.#table.setColumns(names, this.#file);
  }

  /** Reads numbers by the byte as far as they go; returns the position reached. */
  *#scan(bytes: Uint8Array): Generator<void, number> {
    const kinds =
      this.#dialect.comment === undefined && this.#delimiter.length === 1 ? this.#table.scanKinds() : undefined;
    if (!kinds || kinds.length === 1) return 0;
    const format = {
      delimiter: this.#delimiter.charCodeAt(0),
      columns: kinds.map((kind, i) => ({ name: String(i), kind })),
      comments: false,
    };
    if (format.delimiter === 32 || format.delimiter > 127) return 0;
    const capacity = Math.max(1, Math.min(8192, Math.floor(MAX_BATCH_CELLS / kinds.length)));
    const scanner = new NumberScanner(format, () => false, { capacity, firstLine: this.#records + 1 });
    const { batch } = scanner;
    let pos = 0;
    while (pos < bytes.length && !scanner.stopped) {
      pos = scanner.scan(bytes, pos, bytes.length);
      const { rows, columns, texts } = batch.texts;
      let next = 0;
      for (let i = 0; i < batch.rows; i++) {
        let kept = NO_TEXTS;
        if (rows[next] === i) {
          const own = new Map<number, string>();
          for (; rows[next] === i; next++) own.set(columns[next]!, texts[next]!);
          kept = own;
        }
        this.#table.appendNumbers(batch, i, kept, this.#bad, this.#file, batch.lines[i]!);
        yield;
      }
      scanner.takeBatch();
    }
    this.#records = scanner.line - 1;
    return pos;
  }

  *#takeText(added: string, isLast = false): Generator<void> {
    let text = this.#carry + added;
    if (text.length < this.#worthwhile && !isLast) return this.#hold(text);
    this.#carry = '';
    if (this.#width === 0) {
      const rest = this.#takeHeader(text, isLast);
      if (rest === undefined) return this.#hold(text);
      text = rest;
    } else text = plainLineEnds(text, this.#delimiter, this.#dialect);
    const { rows, broken, used } = parseRecords(text, this.#delimiter, this.#dialect, { isLast });
    for (const [i, cells] of rows.entries()) {
      this.#records++;
      // In a table of one column an empty line is an empty cell.
      if (cells.length === 1 && cells[0] === '' && this.#width > 1) continue;
      if (broken.has(i)) {
        this.#report(`The quotes of the row are not in order.${swallowedText(cells)}`);
      } else if (cells.length !== this.#width) {
        this.#report(`The row has ${cells.length} of ${this.#width} cells.${swallowedText(cells)}`);
      } else this.#table.appendCells(cells, this.#bad, this.#file, this.#records);
      yield;
    }
    this.#worthwhile = used === 0 ? text.length * 2 : 0;
    this.#hold(text.slice(used));
  }

  #report(message: string): void {
    this.#bad.report({ file: this.#file, row: this.#records, code: 'MALFORMED_ROW', message });
  }

  #hold(text: string): void {
    this.#carry = text;
    if (text.length > MAX_RECORD_CHARS) throw this.#brokenQuotes('A quote is not closed within 16 MiB.');
  }

  #brokenQuotes(message: string, row = this.#records + 1): HeteroGraphError {
    return new HeteroGraphError('MALFORMED_ROW', message, {
      file: this.#file,
      row,
      hint: 'Look for a quote without its partner, or give the quote character.',
    });
  }
}
