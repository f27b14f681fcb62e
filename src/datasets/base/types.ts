import type { HeteroGraphError, RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph, NodeSplit, TypedLinkSplit } from '../../graph/index.js';

export interface NodeClassificationTask {
  readonly kind: 'node-classification';
  readonly nodeType: string;
  readonly labelColumn: string;
  readonly multiLabel: boolean;
  readonly classes: readonly string[];
  /** The test rows are fixed; validation rows are drawn per seed where the benchmark draws them. */
  split(seed: number): NodeSplit;
}

/** Which nodes some edge types join. */
export interface LinkPredictionTask {
  readonly kind: 'link-prediction';
  readonly edgeTypes: readonly EdgeType[];
  /** `ranks`: of the right answer among all nodes of its type; `pairs`: links against as many pairs without one. */
  readonly scoredBy: 'ranks' | 'pairs';
  /** The links of the parts are fixed; pairs without a link are drawn per seed. */
  split(seed: number): TypedLinkSplit;
}

/** Which items users will take. */
export interface RecommendationTask {
  readonly kind: 'recommendation';
  /** From users to items. */
  readonly edgeType: EdgeType;
  /** What an edge says: that a user took the item, as often as its weight says where it has one, or how much they liked it. */
  readonly feedback: 'implicit' | 'ratings';
  /** Numbers of the edges to learn from and to find, where the publisher fixed them; else `holdOutPerUser` or `splitByTime` of `recommend` make a split. */
  readonly givenSplit?: () => { readonly train: Int32Array; readonly test: Int32Array };
}

/** Sizes by type; edge types as `source>relation>target`. */
export interface DatasetCounts {
  readonly nodes: Readonly<Record<string, number>>;
  readonly edges: Readonly<Record<string, number>>;
}

export interface DatasetInfo {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** Where the files come from. */
  readonly source: string;
  /** Kind of the task that its publishers set. */
  readonly task: Dataset['task']['kind'];
  readonly splitRule: string;
  /** Files that must lie below `<root>/<name>/`; a `.gz` of the same name will do. Empty where an npm package holds the data. */
  readonly files: readonly string[];
  /** SHA-256, in hex, of the unpacked contents of each file that is read. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly counts: DatasetCounts;
}

export interface Dataset {
  readonly info: DatasetInfo;
  readonly graph: HeteroGraph;
  readonly task: NodeClassificationTask | LinkPredictionTask | RecommendationTask;
  /** Whether the graph was parsed from the data set's files or opened from the cache of parsed graphs. */
  readonly source: 'files' | 'cache';
  /**
   * Why the cache could not be used or filled, where it could not; the graph is sound all the same. Codes: CORRUPT_FILE
   * (the entry was not what was written there; it has been replaced), WRITE_FAILED, CACHE_SKIPPED (the files changed
   * while they were read).
   */
  readonly cacheProblem?: HeteroGraphError;
}

export interface LoadOptions extends RunOptions {
  /** Folder that holds a folder per data set; default: the environment's HETEROGRAPH_DATA. */
  root?: string;
  /**
   * Folder of parsed graphs, made where it is absent; false: parse always and keep nothing. Default: the environment's
   * HETEROGRAPH_CACHE, or `heterograph` in the platform's folder for caches.
   */
  cache?: string | false;
  /**
   * Compare the checksums of the files while they are parsed; default true. False admits other versions of the files.
   */
  verify?: boolean;
}
