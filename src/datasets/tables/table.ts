import type { FileSource } from '../../graph/index.js';
import { sourceName } from '../../graph/internal.js';
import type { SourceTable, TableSource } from '../sources/base/table-source.js';

/** A table of text, as a file of a folder or of a zip archive. */
export interface TextFile {
  /** Its name in the folder. */
  readonly name: string;
  /** The name without its ending: `orders` of `orders.csv.gz`. */
  readonly stem: string;
  readonly format: 'csv' | 'jsonl';
  readonly source: FileSource;
}

/** A table of a source, such as a database. */
export interface SourceFile {
  readonly name: string;
  readonly stem: string;
  readonly format: 'source';
  readonly source: TableSource;
  /** What is declared of it. */
  describe(): Promise<SourceTable>;
}

/** A table that is read row by row. */
export type TableFile = TextFile | SourceFile;

/** What a table is called in messages, with where it lies. */
export function tablePlace(file: TableFile): string {
  if (file.format !== 'source') return sourceName(file.source);
  return file.source.name.endsWith(file.name) ? file.source.name : `${file.source.name}, table ${file.name}`;
}
