import type { HeteroGraph } from '../../graph/index.js';
import type { EdgeDirection } from '../project/project-options.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import type { ProjectionSize } from '../project/projection-size.js';
import type { NodeValues } from '../results/node-values.js';
import type { NodeVectors } from '../results/node-vectors.js';

export type AlgorithmKind =
  | 'centrality'
  | 'components'
  | 'communities'
  | 'paths'
  | 'similarity'
  | 'structure'
  | 'embeddings';

/** An option of an algorithm as people and command lines are told of it; the function itself checks the value. */
export interface AlgorithmOption {
  /** As the function takes it; a flag of the command line in kebab-case. */
  readonly name: string;
  /** `node` and `nodes` are ids, or types and ids; `numbers` a list; `weights` numbers by name, such as `author=2`. */
  readonly kind: 'number' | 'count' | 'flag' | 'text' | 'choice' | 'node' | 'nodes' | 'numbers' | 'weights';
  readonly choices?: readonly string[];
  readonly isRequired?: boolean;
  /** What it means, in some words, with the default. */
  readonly about: string;
}

/** What an algorithm found, in a form that is the same for all: to print, write and compare. */
export interface AnalysisResult {
  /** Values of nodes by name, to be ranked by the first; largest first. */
  readonly values?: Readonly<Record<string, NodeValues<Float64Array> | NodeValues<Int32Array>>>;
  /** The part that every node is in, by number, by name; numbers below 0: in none. */
  readonly groups?: Readonly<Record<string, NodeValues<Int32Array>>>;
  /** Vectors of nodes by name: features of them, to be written or added to the graph. */
  readonly vectors?: Readonly<Record<string, NodeVectors>>;
  /** Figures of the whole, by name. */
  readonly figures?: Readonly<Record<string, number | boolean | string>>;
  /** Columns of a table of anything else, such as pairs or steps of paths, all as long. */
  readonly table?: Readonly<Record<string, readonly (string | number)[] | Float64Array | Int32Array>>;
  /** Things that people should know, such as that an iteration did not converge. */
  readonly remarks?: readonly string[];
}

/** An algorithm by name. */
export interface Algorithm {
  /** In kebab-case, as in `heterograph analyse NAME`. */
  readonly name: string;
  readonly title: string;
  readonly kind: AlgorithmKind;
  /**
   * Values, groups and vectors of nodes that a result has, by name, in that order; none: a result is a table, or figures alone. An order of
   * nodes has none either where there is a cycle.
   */
  readonly nodeColumns: readonly string[];
  /** Where the options name none. */
  readonly direction: EdgeDirection;
  readonly usesWeights: boolean;
  /** Beside those of the projection, `signal` and `onProgress`. */
  readonly options: readonly AlgorithmOption[];
  /** @param options by name, those of the projection included, checked by the algorithm */
  run(graph: HeteroGraph | ProjectedGraph, options: Readonly<Record<string, unknown>>): Promise<AnalysisResult>;
  /**
   * Bytes that are needed at the most beside the projection, result included, with options as `run` takes them. Searches are taken to reach
   * all nodes; the heap of JavaScript, some MiB whatever the graph, does not count.
   */
  readonly bytes?: (size: ProjectionSize, options?: Readonly<Record<string, unknown>>) => number;
}
