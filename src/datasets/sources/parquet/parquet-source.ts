import type { FileMetaData, ParquetParsers } from 'hyparquet';
import {
  expectArgument,
  HeteroGraphError,
  isHeteroGraphError,
  loadPackage,
  nodeModule,
  throwIfAborted,
  YieldTimer,
} from '../../../core/index.js';
import { readError } from '../../../files/index.js';
import { checkTable } from '../base/check-table.js';
import { BATCH_ROWS, type CellBatch, type SourceTable, type TableSource } from '../base/table-source.js';
import { timeText } from '../base/time-text.js';
import { checkFooter } from './check-footer.js';
import { type ParquetColumn, parquetColumns, writtenKeys } from './parquet-columns.js';

const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename } = nodeModule<typeof import('node:path')>('node:path');
type FileHandle = Awaited<ReturnType<typeof open>>;

/**
 * The table of a Parquet file, a group of rows at a time. Keys that RelBench writes into its files are those that are declared.
 *
 * @param path of the file
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, TOO_LARGE; NEEDS_PACKAGE
 */
export async function parquetSource(path: string): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  const source = parquetFile(path);
  await source.tables();
  return source;
}

interface OpenedParquet {
  readonly handle: FileHandle;
  readonly file: { readonly byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> };
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  readonly table: SourceTable;
}

/** The same, which opens the file when it is first asked for something. */
export function parquetFile(path: string): TableSource {
  let opened: Promise<OpenedParquet> | undefined;
  const opening = () => {
    opened ??= openParquet(path);
    return opened;
  };
  return {
    name: path,
    tables: async () => [(await opening()).table],
    async *rows(name, columns, options = {}) {
      const file = await opening();
      checkTable({ name: path }, [file.table], name, columns, options);
      yield* batches(path, file, columns, options);
    },
    async close() {
      const file = await opened?.catch(() => undefined);
      opened = undefined;
      await file?.handle.close();
    },
  };
}

async function openParquet(path: string): Promise<OpenedParquet> {
  const { parquetMetadataAsync, parquetSchema } = await hyparquet();
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const { size } = await handle.stat();
    const file = asyncBuffer(handle, size);
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    checkFooter(metadata, size, path);
    const columns = parquetColumns(parquetSchema(metadata));
    const name = basename(path);
    const keys = writtenKeys(metadata, (table) => `${table}.parquet`);
    const declared = columns.map(({ cell: _, ...column }) => column);
    const table = { name, stem: name.replace(/\.[^.]+$/, ''), columns: declared, ...keys };
    return { handle, file, metadata, columns, table };
  } catch (cause) {
    await handle?.close();
    throw parquetError(cause, path);
  }
}

function asyncBuffer(handle: FileHandle, byteLength: number): OpenedParquet['file'] {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (start < 0 || end < start || end > byteLength) throw new RangeError(`bytes ${start} to ${end} are asked for`);
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) throw new RangeError('it ends too early');
      return bytes.buffer;
    },
  };
}

async function* batches(
  path: string,
  { file, metadata, columns: known }: OpenedParquet,
  names: readonly string[],
  { signal, batchRows = BATCH_ROWS, maxRows = Number.POSITIVE_INFINITY }: Parameters<TableSource['rows']>[2] & object,
): AsyncGenerator<CellBatch> {
  const { parquetRead } = await hyparquet();
  const { compressors } = await loadPackage(
    'hyparquet-compressors',
    'Parquet is read',
    () => import('hyparquet-compressors'),
  );
  const timer = new YieldTimer(signal);
  let left = maxRows;
  let rowStart = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const numRows = Math.min(Number(count), left);
    if (numRows <= 0) break;
    throwIfAborted(signal);
    const cells = new Map<string, unknown[]>(names.map((name) => [name, []]));
    if (names.length > 0) {
      const range = { rowStart, rowEnd: rowStart + numRows };
      const options = { file, metadata, compressors, parsers, geoparquet: false, columns: [...names], ...range };
      const first = rowStart;
      const take = ({ columnName, columnData, rowStart: at }: TakenColumn) => {
        const to = cells.get(columnName)!;
        const { cell } = known.find(({ name }) => name === columnName)!;
        for (let i = 0; i < columnData.length; i++) to[at - first + i] = cell(columnData[i]);
      };
      await parquetRead({ ...options, onChunk: take }).catch((cause: unknown) => {
        throw parquetError(cause, path);
      });
      const short = names.find((name) => cells.get(name)!.length < numRows);
      if (short !== undefined) throw parquetError(new RangeError(`the column ${short} has too few rows`), path);
    }
    for (let at = 0; at < numRows; at += batchRows) {
      const end = Math.min(at + batchRows, numRows);
      yield { numRows: end - at, columns: names.map((name) => cells.get(name)!.slice(at, end)) };
      if (timer.isDue()) await timer.yieldNow();
    }
    left -= numRows;
    rowStart += Number(count);
  }
}

interface TakenColumn {
  readonly columnName: string;
  readonly columnData: ArrayLike<unknown>;
  readonly rowStart: number;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (since) => (since === undefined ? since : timeText(BigInt(since), 1_000n)),
  timestampFromMicroseconds: (since) => (since === undefined ? since : timeText(BigInt(since), 1_000_000n)),
  timestampFromNanoseconds: (since) => (since === undefined ? since : timeText(BigInt(since), 1_000_000_000n)),
  dateFromDays: (days) => (days === undefined ? days : timeText(BigInt(days) * 86_400n, 1n)),
  stringFromBytes: (bytes) => bytes && decoder.decode(bytes),
  jsonFromBytes: (bytes) => bytes && decoder.decode(bytes),
};

function hyparquet() {
  return loadPackage('hyparquet', 'Parquet is read', () => import('hyparquet'));
}

/** What goes wrong in reading a file, as an error with a code. */
function parquetError(cause: unknown, file: string): Error {
  if (isHeteroGraphError(cause)) return cause;
  if (typeof (cause as { syscall?: unknown }).syscall === 'string') return readError(cause, file);
  if ((cause as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    const hint = 'Write it anew, with texts in UTF-8 and other bytes as such.';
    return new HeteroGraphError('INVALID_UTF8', 'A text is no valid UTF-8.', { file, hint, cause });
  }
  return new HeteroGraphError('CORRUPT_FILE', `It cannot be read as Parquet: ${(cause as Error).message}.`, {
    file,
    hint: 'Write it again; see whether another program can read it.',
    cause,
  });
}
