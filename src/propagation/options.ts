import type { HeteroGraphError, RunOptions } from '../core/index.js';
import type { CostModel, ExecutionReport } from '../schedule/index.js';
import type { FeatureGroup } from './node/feature-group.js';

/** `sparse`: signs with s = 3, as published. `very-sparse`: s = sqrt of the input width, far fewer additions. */
export type ProjectionKind = 'sparse' | 'very-sparse';

/** How labels are propagated so that no row meets its own. */
export type LabelPropagation =
  | {
      /** Hidden by partitions of the training rows (Echoless-LP); the default. */
      readonly method?: 'echoless';
      /** Label hops. */
      readonly hops: number;
      /** Parts of the training rows, at least 2: each is served by a run in which its labels are hidden. */
      readonly partitions: number;
    }
  | {
      /** One iteration, the echo subtracted afterwards (RpHGNN on ogbn-mag). */
      readonly method: 'echo-removed';
    };

export type LabelOptions = LabelPropagation & {
  /** Dense ids of the nodes whose labels may be seen. */
  readonly trainRows: Int32Array;
  /** The label column; default the first of the type. */
  readonly column?: string;
  /** Where the column holds numbers instead of classes: each is shown as (value - mean) / deviation. */
  readonly scale?: { readonly mean: number; readonly deviation: number };
};

export interface RpHgnnOptions extends RunOptions {
  /** Node type whose features are computed. */
  target: string;
  /** Outer iterations K, at least 1. */
  hops: number;
  /** Prepend the target's raw features to the even groups; default false. */
  useInput?: boolean;
  /** Width of the Gaussian embedding of types without features; default 256. */
  embeddingWidth?: number;
  /** Project every sparse or dense input to this width first, with row L2 norm (as the paper does for OAG); default not. */
  inputWidth?: number;
  /** Default 'very-sparse'. */
  projection?: ProjectionKind;
  /** Rows of the target to keep, ascending; default all. */
  rows?: Int32Array;
  /** Propagate along these relations only (edge type keys or relation names); default all. */
  relations?: readonly string[];
  /** Add label groups; default none. */
  labels?: LabelOptions;
  /**
   * Where results are kept by key (graph, options, seed) and read again instead of computed; default nowhere. A result is stored
   * whole or not at all; those used longest ago make way beyond `storeLimit` bytes (default 8 GiB).
   */
  store?: string;
  storeLimit?: number;
  /** Costs to plan by, which learn from the run; default: rough ones. They change no bit. */
  costs?: CostModel;
  seed: number;
}

/** {@link RpHgnnOptions} within a limit of memory. */
export interface LimitedRpHgnnOptions extends RpHgnnOptions {
  /**
   * Bytes of the kernels' memory that the pre-computation and its result may take. Beyond it, tensors that are not worked on are put
   * aside on disk, and groups are written to files and read by rows. The bits are the same. What comes later (weights, batches) is
   * not counted.
   */
  memoryBytes: number;
  /** Folder for spilled tensors; default `store`, else the system's temporary folder. */
  spillFolder?: string;
}

export interface PropagatedFeatures<Values = Float32Array> {
  readonly target: string;
  /** Target node of every row. */
  readonly rows: Int32Array;
  readonly groups: readonly FeatureGroup<Values>[];
  /** Whether the tensors were computed now or read from the store. */
  readonly source: 'computed' | 'store';
  /** Why the store could not be used: damaged (the result was computed anew) or not writable. */
  readonly storeProblem?: HeteroGraphError;
  /** What ran where and when; undefined where the tensors were read. */
  readonly execution?: ExecutionReport;
  /** Frees the arena and closes files. */
  dispose(): void;
}
