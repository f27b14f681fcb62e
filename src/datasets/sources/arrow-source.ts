import { DataType, Precision, type RecordBatch, type Schema, TimeUnit, type Vector } from 'apache-arrow';
import { expectArgument, nodeModule, type RunOptions } from '../../core/index.js';
import { arrowBatches } from '../../graph/index.js';
import { decimalText, float32Text } from './base/cell-text.js';
import { checkTable } from './base/check-table.js';
import {
  BATCH_ROWS,
  type CellBatch,
  type SourceColumnKind,
  type SourceTable,
  type TableSource,
} from './base/table-source.js';
import { clockText, timeText } from './base/time-text.js';

const { basename } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The table of an Arrow or Feather file, a batch at a time.
 *
 * @param path of the file: Arrow IPC as a file or a stream
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, WRONG_DTYPE
 */
export async function arrowSource(path: string): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  const source = arrowFile(path);
  await source.tables();
  return source;
}

/** The same, which opens the file when it is first asked for something. */
export function arrowFile(path: string): TableSource {
  let table: SourceTable | undefined;
  const describe = async (run: RunOptions) => {
    table ??= tableOf(path, await schemaOf(path, run));
    return table;
  };
  return {
    name: path,
    tables: async (run = {}) => [await describe(run)],
    async *rows(name, columns, options = {}) {
      const { batchRows = BATCH_ROWS, maxRows = Number.POSITIVE_INFINITY, ...run } = options;
      checkTable({ name: path }, [await describe(run)], name, columns, options);
      let left = maxRows;
      for await (const batch of arrowBatches(path, run)) {
        for (let at = 0; at < batch.numRows && left > 0; at += batchRows) {
          const numRows = Math.min(batchRows, batch.numRows - at, left);
          yield cellsOf(batch, columns, at, numRows);
          left -= numRows;
        }
        if (left <= 0) return;
      }
    },
    close: async () => {},
  };
}

async function schemaOf(path: string, run: RunOptions): Promise<Schema | undefined> {
  for await (const batch of arrowBatches(path, run)) return batch.schema;
  return undefined;
}

function tableOf(path: string, schema: Schema | undefined): SourceTable {
  const name = basename(path);
  const columns = (schema?.fields ?? []).map((field) => {
    const kind = kindOf(field.type);
    return { name: field.name, type: String(field.type), ...(kind ? { kind } : {}) };
  });
  return { name, stem: name.replace(/\.[^.]+$/, ''), columns, primaryKey: [], foreignKeys: [] };
}

function kindOf(type: DataType): SourceColumnKind | undefined {
  if (DataType.isDictionary(type)) return kindOf(type.dictionary);
  if (DataType.isBool(type)) return 'boolean';
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return 'date';
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return 'text';
  return DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isFixedSizeBinary(type)
    ? 'binary'
    : undefined;
}

function cellsOf(batch: RecordBatch, columns: readonly string[], from: number, numRows: number): CellBatch {
  const read = columns.map((name) => {
    const vector = batch.getChild(name)!;
    const cell = reader(vector);
    return Array.from({ length: numRows }, (_, i) => cell(from + i));
  });
  return { numRows, columns: read };
}

const perSecond: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
};

/** What a row of a column holds; times and decimals exactly, from the numbers that the column is made of. */
function reader(vector: Vector): (row: number) => unknown {
  const { type } = vector;
  const raw = (read: (value: unknown) => unknown) => (row: number) =>
    vector.isValid(row) ? read(rawValue(vector, row)) : null;
  if (DataType.isTimestamp(type)) return raw((value) => timeText(BigInt(value as bigint), perSecond[type.unit]));
  if (DataType.isTime(type)) return raw((value) => clockText(BigInt(value as bigint), perSecond[type.unit]));
  if (DataType.isDate(type)) {
    const isDay = DataType.isDate(type) && type.unit === 0;
    return raw((value) => timeText(BigInt(value as bigint) * (isDay ? 86_400n : 1n), isDay ? 1n : 1_000n));
  }
  if (DataType.isDecimal(type)) return (row) => decimalOf(vector.get(row) as Uint32Array | null, type.scale);
  if (DataType.isFloat(type) && type.precision === Precision.SINGLE)
    return (row) => (vector.isValid(row) ? float32Text(vector.get(row) as number) : null);
  return (row) => vector.get(row) as unknown;
}

function rawValue(vector: Vector, row: number): unknown {
  // A column of a batch is one piece.
  return (vector.data[0]!.values as ArrayLike<unknown>)[row];
}

/** A decimal number of 32-bit words, the lowest first, in two's complement. */
function decimalOf(words: Uint32Array | null, scale: number): string | null {
  if (words === null) return null;
  const bits = BigInt.asIntN(
    32 * words.length,
    words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n),
  );
  const digits = String(bits < 0n ? -bits : bits).padStart(scale + 1, '0');
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return `${bits < 0n ? '-' : ''}${decimalText(text)}`;
}
