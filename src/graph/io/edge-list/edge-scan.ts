import { type ErrorCode, type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { type LineBlock, lineBlocks } from '../bytes/line-blocks.js';
import { NumberScanner, type OnScanTrouble } from '../bytes/scan-numbers.js';
import { type FileSource, sourceName } from '../bytes/source.js';
import type { BadRows } from '../table/bad-rows.js';
import {
  countsInsteadOfEdge,
  dataLine,
  detectLayout,
  type EdgeListLayout,
  type EdgeListSpec,
} from './edge-list-format.js';
import { BATCH_ROWS } from './number-blocks.js';

/** A batch of scanned edges; everything in it is valid until the next batch is asked for. */
export interface ScannedEdges {
  readonly layout: EdgeListLayout;
  readonly scanner: NumberScanner;
  /** Positions in the batch of the rows that are in order. */
  readonly rows: Int32Array;
  readonly count: number;
}

export interface EdgeScanOptions extends RunOptions {
  /** Largest id allowed, inclusive. */
  maxId: number;
  ids?: 'compact' | 'index' | 'text';
  batchRows?: number;
}

/**
 * Scans one edge file batch by batch, checking ids and numbers. Memory: one batch and one block of lines.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW, WRONG_DTYPE, INDEX_OUT_OF_RANGE, NULL_VALUE under the
 * policy `fail`; TOO_LARGE, INVALID_UTF8 and what reading throws always. All name the file.
 */
export async function* scanEdges(
  source: FileSource,
  spec: EdgeListSpec,
  bad: BadRows,
  options: EdgeScanOptions,
): AsyncGenerator<ScannedEdges> {
  const file = sourceName(source);
  const onTrouble: OnScanTrouble = (code, message, row, column) => {
    bad.report({ file, row, code, message, ...(column === undefined ? {} : { column }) });
    return true;
  };
  const capacity = options.batchRows ?? BATCH_ROWS;
  let layout: EdgeListLayout | undefined;
  let scanner: NumberScanner | undefined;
  let rows = new Int32Array(0);
  let skippedLines = 0;
  let counts: CountsCheck | undefined;
  const take = (): ScannedEdges => {
    const count = checkRows(layout!, scanner!, bad, file, options.maxId, rows);
    if (layout!.mayBeCounts) {
      counts ??= new CountsCheck(scanner!.batch, layout!);
      counts.take(scanner!.batch, rows, count);
    }
    return { layout: layout!, scanner: scanner!, rows, count };
  };
  for await (const block of withTwoRows(lineBlocks(source, options))) {
    let pos = block.start;
    if (!scanner) {
      layout = detectLayout(block, spec, file, options.ids);
      if (!layout) {
        skippedLines += countLines(block.bytes, block.start, block.end);
        continue;
      }
      if (layout.hasHeader) {
        const after = afterHeader(block.bytes, pos, block.end);
        skippedLines += countLines(block.bytes, pos, after);
        pos = after;
      }
      scanner = new NumberScanner(layout.format, onTrouble, { capacity, firstLine: skippedLines + 1, file });
      rows = new Int32Array(capacity);
    }
    while (pos < block.end) {
      pos = scanner.scan(block.bytes, pos, block.end);
      if (scanner.batch.rows < capacity) continue;
      yield take();
      scanner.takeBatch();
      await yieldToEventLoop();
    }
  }
  if (scanner && scanner.batch.rows > 0) yield take();
  if (counts?.areCounts) throw countsInsteadOfEdge(file, counts.line);
}

const MAX_HEAD_BYTES = 1 << 22;

/** Joins blocks until two lines of data are together, from which the layout can be told. */
async function* withTwoRows(blocks: AsyncIterable<LineBlock>): AsyncGenerator<LineBlock> {
  let held: Uint8Array | undefined = new Uint8Array(0);
  for await (const block of blocks) {
    if (!held) {
      yield block;
      continue;
    }
    const bytes: Uint8Array = new Uint8Array(held.length + block.end - block.start);
    bytes.set(held);
    bytes.set(block.bytes.subarray(block.start, block.end), held.length);
    const head = { bytes, start: 0, end: bytes.length };
    if (bytes.length < MAX_HEAD_BYTES && !dataLine(head, 1)) held = bytes;
    else {
      held = undefined;
      yield head;
    }
  }
  if (held && held.length > 0) yield { bytes: held, start: 0, end: held.length };
}

/** In shorter lists it may as well be chance. */
const MIN_EDGES = 3;

/** Finds out whether the first row counts nodes and edges: no id is larger, and so many rows follow. */
class CountsCheck {
  readonly line: number;
  readonly #layout: EdgeListLayout;
  readonly #most: readonly number[];
  readonly #numEdges: number;
  #fits = true;
  #rows = -1;

  constructor({ lines, numbers }: NumberScanner['batch'], layout: EdgeListLayout) {
    const first = layout.format.columns.map((_, i) => numbers[i]![0]!);
    this.line = lines[0]!;
    this.#layout = layout;
    this.#numEdges = first.at(-1)!;
    this.#most = first.length > 2 ? first : [first[0]!, first[0]!];
  }

  take({ numbers }: NumberScanner['batch'], rows: Int32Array, count: number): void {
    const { source, target } = this.#layout;
    const [sources, targets] = [numbers[source]!, numbers[target]!];
    for (let k = this.#rows < 0 ? 1 : 0; k < count && this.#fits; k++) {
      const row = rows[k]!;
      this.#fits = sources[row]! <= this.#most[0]! && targets[row]! <= this.#most[1]!;
    }
    this.#rows += count;
    this.#fits &&= this.#rows <= this.#numEdges;
  }

  get areCounts(): boolean {
    return this.#fits && this.#rows >= MIN_EDGES && this.#rows === this.#numEdges;
  }
}

/** Fills `out` with the rows whose ids and numbers are in order and returns how many there are. */
function checkRows(
  layout: EdgeListLayout,
  { batch }: NumberScanner,
  bad: BadRows,
  file: string,
  maxId: number,
  out: Int32Array,
): number {
  const { hasWords } = layout;
  const ends = hasWords ? batch.codes : batch.numbers;
  const [sources, targets] = [ends[layout.source]!, ends[layout.target]!];
  const words = layout.relation < 0 ? undefined : batch.codes[layout.relation]!;
  const { columns } = layout.format;
  const report = (i: number, at: number, code: ErrorCode, message: string) =>
    bad.report({ file, row: batch.lines[i]!, column: columns[at]!.name, code, message });
  let count = 0;
  for (let i = 0; i < batch.rows; i++) {
    const s = sources[i]!;
    const t = targets[i]!;
    if (!(s >= 0 && s <= maxId && t >= 0 && t <= maxId && Math.floor(s) === s && Math.floor(t) === t)) {
      const at = s >= 0 && s <= maxId && Math.floor(s) === s ? layout.target : layout.source;
      const id = ends[at]![i]!;
      if (Number.isNaN(id) || hasWords) report(i, at, 'NULL_VALUE', 'The id is missing.');
      else report(i, at, 'INDEX_OUT_OF_RANGE', `The id ${id} is no whole number from 0 to ${maxId}.`);
    } else if (words && words[i]! < 0) report(i, layout.relation, 'NULL_VALUE', 'The relation is missing.');
    else out[count++] = i;
  }
  for (const { at, type } of layout.extras) {
    const values = batch.numbers[at]!;
    const before = count;
    count = 0;
    for (let k = 0; k < before; k++) {
      const i = out[k]!;
      const value = values[i]!;
      if (Number.isNaN(value)) report(i, at, 'NULL_VALUE', 'The number is missing.');
      else if (type === 'int32' && (value | 0) !== value) report(i, at, 'WRONG_DTYPE', `${value} is no int32.`);
      else if (type === 'float32' && Math.abs(value) > 3.4028235677973366e38) {
        report(i, at, 'WRONG_DTYPE', `${value} is no float32.`);
      } else out[count++] = i;
    }
  }
  return count;
}

function afterHeader(bytes: Uint8Array, start: number, end: number): number {
  for (let pos = start; pos < end; ) {
    const stop = bytes.indexOf(10, pos);
    let p = pos;
    while (bytes[p] === 32 || bytes[p] === 9 || bytes[p] === 13) p++;
    pos = stop + 1;
    if (bytes[p] !== 10 && bytes[p] !== 35 && bytes[p] !== 37) return pos;
  }
  return end;
}

function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let pos = start; pos < end; lines++) pos = bytes.indexOf(10, pos) + 1;
  return lines;
}
