import type { RunOptions } from '../../core/index.js';
import type { FileSource, HeteroGraph } from '../../graph/index.js';
import type { Dataset, DatasetInfo, LoadOptions } from './types.js';

/** Bytes of one of the files of a data set, by its name. */
export type OpenFile = (file: string) => FileSource;

/** How a data set is found, read and used. */
export interface DatasetDefinition {
  readonly info: DatasetInfo;
  /** Raised whenever the reader makes another graph of the same files, so that graphs in caches count as stale. */
  readonly readerVersion: number;
  /** Paths of the files by name. @throws {HeteroGraphError} DATASET_FILES_MISSING */
  locate(options: LoadOptions): ReadonlyMap<string, string>;
  read(open: OpenFile, options: RunOptions): Promise<HeteroGraph>;
  task(graph: HeteroGraph): Dataset['task'];
}
