import { existsSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import {
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Table,
} from 'apache-arrow';
import papaparse from 'papaparse';
import { expectMembers, HeteroGraphError } from '../core/index.js';
import { checkPath, writeError } from '../files/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { textColumn } from '../graph/internal.js';
import { writeFile } from './write-file.js';

/** Columns beside the id of a node. */
export interface TableColumns {
  /** Text columns by name, one value a row. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** Columns of numbers by name, one a row, as exact as they are; default none. */
  readonly numbers?: Readonly<Record<string, Float32Array | Float64Array>>;
  /** Matrices by name, [rows, width]; `names` are those of their columns in CSV. */
  readonly matrices: Readonly<
    Record<string, { readonly values: Float32Array; readonly width: number; readonly names?: readonly string[] }>
  >;
}

/** Rows of nodes with what a model says of them. */
export interface RowTable extends TableColumns {
  readonly graph: HeteroGraph;
  readonly nodeType: string;
  readonly rows: Int32Array;
}

/** The same of nodes of several types, by their external ids. */
export interface IdTable extends TableColumns {
  /** What the column of ids is called; default `node`. */
  readonly idName?: string;
  readonly ids: readonly (string | number)[];
}

export const tableEndings = ['.arrow', '.csv', '.jsonl'] as const;

/**
 * Checks before any work that a table can be written; a file that is there is replaced only where that is asked for.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, WRITE_FAILED, TARGET_EXISTS
 */
export function checkTablePath(path: string, overwrite: boolean): void {
  if ((tableEndings as readonly string[]).includes(extname(path))) {
    const isFolder = (name: string) => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder(path)) throw writeError({ code: 'EISDIR' }, path);
    if (!isFolder(dirname(path))) throw writeError({ code: 'ENOENT' }, path);
    if (overwrite || !existsSync(path)) return;
    throw new HeteroGraphError('TARGET_EXISTS', 'There is a file of this name.', {
      file: path,
      hint: 'Choose another name, or pass overwrite: true.',
    });
  }
  throw new HeteroGraphError('INVALID_OPTION', `The ending of ${path} is none that can be written.`, {
    hint: `Use ${tableEndings.join(', ')}.`,
  });
}

/**
 * Writes `node` (external id, or row number where the type has none), the texts, the numbers, and the matrices: FixedSizeList<Float32> in
 * Arrow, arrays in JSON lines, a column each in CSV. Whole or not at all.
 */
export async function writeTable(path: string, table: RowTable): Promise<void> {
  checkPath(path);
  expectMembers(table, 'table', {
    graph: 'object',
    nodeType: 'text',
    rows: 'numbers',
    texts: 'object',
    matrices: 'object',
  });
  const { graph, nodeType, rows, ...columns } = table;
  const index = graph.ids(nodeType);
  await writeIdTable(path, { ids: Array.from(rows, (row) => index.idOf(row)), ...columns });
}

/** The same of a table by ids. */
export async function writeIdTable(path: string, table: IdTable): Promise<void> {
  const kind = extname(path);
  await writeFile(path, kind === '.arrow' ? arrowBytes(table) : kind === '.csv' ? csvLines(table) : jsonLines(table));
}

function arrowBytes({ ids, idName = 'node', texts, numbers = {}, matrices }: IdTable): Uint8Array {
  const areNumbers = ids.every((id) => typeof id === 'number' && Number.isInteger(id) && Math.abs(id) < 2 ** 31);
  const columns = [
    areNumbers
      ? makeData({ type: new Int32(), data: Int32Array.from(ids as number[]) })
      : textColumn(ids.length, (row) => String(ids[row])),
    ...Object.values(texts).map((values) => textColumn(values.length, (row) => values[row])),
    ...Object.values(numbers).map((data) =>
      data instanceof Float64Array ? makeData({ type: new Float64(), data }) : makeData({ type: new Float32(), data }),
    ),
    ...Object.values(matrices).map(({ values, width }) =>
      makeData({
        type: new FixedSizeList(width, new Field('item', new Float32(), false)),
        length: ids.length,
        nullCount: 0,
        child: makeData({ type: new Float32(), data: values }),
      }),
    ),
  ];
  const names = [idName, ...Object.keys(texts), ...Object.keys(numbers), ...Object.keys(matrices)];
  const schema = new Schema(columns.map((data, i) => new Field(names[i]!, data.type, false)));
  const data = makeData({ type: new Struct(schema.fields), length: ids.length, nullCount: 0, children: columns });
  return RecordBatchFileWriter.writeAll(new Table(schema, [new RecordBatch(schema, data)])).toUint8Array(true);
}

const LINES = 4096;

function* csvLines({ ids, idName = 'node', texts, numbers = {}, matrices }: IdTable): Generator<string> {
  const parts = Object.entries(matrices);
  const heads = [
    idName,
    ...Object.keys(texts),
    ...Object.keys(numbers),
    ...parts.flatMap(([name, { width, names }]) =>
      Array.from({ length: width }, (_, c) => `${name}.${names?.[c] ?? c}`),
    ),
  ];
  yield `${papaparse.unparse([heads], { newline: '\n' })}\n`;
  for (let start = 0; start < ids.length; start += LINES) {
    const lines = ids.slice(start, start + LINES).map((id, i) => {
      const at = start + i;
      const entries = parts.flatMap(([, { values, width }]) =>
        Array.from(values.subarray(at * width, (at + 1) * width), String),
      );
      const own = Object.values(numbers).map((column) => numberAt(column, at));
      return [id, ...Object.values(texts).map((column) => column[at]!), ...own, ...entries];
    });
    yield `${papaparse.unparse(lines, { newline: '\n' })}\n`;
  }
}

function* jsonLines({ ids, idName = 'node', texts, numbers = {}, matrices }: IdTable): Generator<string> {
  for (const [at, id] of ids.entries()) {
    const line: Record<string, unknown> = { [idName]: id };
    for (const [name, column] of Object.entries(texts)) line[name] = column[at];
    for (const [name, column] of Object.entries(numbers)) line[name] = numberAt(column, at);
    for (const [name, { values, width }] of Object.entries(matrices)) {
      line[name] = Array.from(values.subarray(at * width, (at + 1) * width));
    }
    yield `${JSON.stringify(line)}\n`;
  }
}

/** A number as it is; of float32 that with the fewest digits which is the same: 4.3, not 4.300000190734863. */
function numberAt(column: Float32Array | Float64Array, at: number): number {
  const value = column[at]!;
  if (column instanceof Float64Array) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
