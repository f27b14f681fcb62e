import type { RunOptions } from '../core/index.js';
import type { HeteroGraph, NodeSplit } from '../graph/index.js';

export interface NodeClassificationTask {
  readonly kind: 'node-classification';
  readonly nodeType: string;
  readonly labelColumn: string;
  readonly multiLabel: boolean;
  readonly classes: readonly string[];
  /** The test rows are fixed; validation rows are drawn per seed where the benchmark draws them. */
  split(seed: number): NodeSplit;
}

export interface DatasetInfo {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** Where the files come from. */
  readonly source: string;
  readonly splitRule: string;
  /** Files wanted below `<root>/<name>/`; a `.gz` of the same name will do. Empty where an npm package holds the data. */
  readonly files: readonly string[];
}

export interface Dataset {
  readonly info: DatasetInfo;
  readonly graph: HeteroGraph;
  readonly task: NodeClassificationTask;
}

export interface LoadOptions extends RunOptions {
  /** Folder that holds a folder per data set; default: the environment's HETEROGRAPH_DATA. */
  root?: string;
}
