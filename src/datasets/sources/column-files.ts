import { arrowFile } from './arrow-source.js';
import type { TableSource } from './base/table-source.js';
import { parquetFile } from './parquet/parquet-source.js';

const formats: readonly (readonly [RegExp, (path: string) => TableSource])[] = [
  [/\.(parquet|pq)$/i, parquetFile],
  [/\.(arrow|feather|ipc)$/i, arrowFile],
];

/** What reads a file of columns, by its name; undefined where it is none. Nothing is opened yet. */
export function columnFile(path: string): TableSource | undefined {
  return formats.find(([ending]) => ending.test(path))?.[1](path);
}

/** Whether a name is that of a Parquet or an Arrow file. */
export function isColumnFile(name: string): boolean {
  return formats.some(([ending]) => ending.test(name));
}
