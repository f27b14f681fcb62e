import { type RunOptions, withPauses } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import type { CostModel, ExecutionReport } from '../schedule/index.js';
import { findMemoryNeed } from '../schedule/internal.js';
import { checkMetapathOptions } from './check-options.js';
import { propagationInput, rowsToKeep } from './input.js';
import { type FarEnds, MetapathBuilder } from './metapath-builder.js';
import type { GroupValues } from './node/feature-group.js';
import { disposeGroups } from './node/feature-store.js';
import { type GroupPipeline, type PipelineRun, runInMemory, runLimited, type WriteGroup } from './node/run-pipeline.js';
import { writeGroupOperator } from './node/write-group.js';

export interface MetapathMeansOptions extends RunOptions, FarEnds {
  readonly target: string;
  /** Relations of the longest metapath, from 0. */
  readonly hops: number;
  /** Edge types to walk along; default all. */
  readonly relations?: readonly string[];
  /** Rows of the target to keep; default all. */
  readonly rows?: Int32Array;
  /** Costs of the machine, refined by the run. */
  readonly costs?: CostModel;
}

/** {@link MetapathMeansOptions} within a limit of memory. */
export interface LimitedMetapathMeansOptions extends MetapathMeansOptions {
  /**
   * Bytes of the kernels' memory that the means and what leads to them may take. Beyond it, tensors that are not worked on are put
   * aside on disk, and groups are written to files and read by rows. The bits are the same.
   */
  readonly memoryBytes: number;
  /** Folder for spilled tensors; default the system's temporary folder. */
  readonly spillFolder?: string;
}

/** Means of one metapath's far end. */
export interface MetapathGroup<Values = Float32Array> {
  /** Types from the target on, joined by `<`: `paper<author<paper`; where a relation is not the only one, it is named in brackets. */
  readonly name: string;
  readonly width: number;
  /** [rows, width] until `dispose`: in the kernels' memory, or in a file that is read by rows. */
  readonly values: Values;
}

export interface MetapathMeans<Values = Float32Array> {
  readonly target: string;
  readonly rows: Int32Array;
  /** The target's own features first, then by length. */
  readonly groups: readonly MetapathGroup<Values>[];
  readonly execution: ExecutionReport;
  dispose(): void;
}

/**
 * Features of every metapath that starts at the target, as SeHGNN aggregates them (Yang et al., AAAI 2023, equation 3): X of the far end,
 * averaged over neighbours relation by relation. The far part of a path is shared by all paths it ends: one mean each. The tensors
 * depend on (graph, options) alone, not on threads nor on memory. Time O(paths x edges x width); the number of paths grows with (relations at a type)^hops.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, INVALID_OPTION, of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID; TOO_LARGE where paths are too many; OUT_OF_MEMORY
 * (naming the bytes that one operator needs), SPILL_FAILED, ABORTED
 */
export async function metapathMeans(
  graph: HeteroGraph,
  options: LimitedMetapathMeansOptions,
): Promise<MetapathMeans<GroupValues>>;
export async function metapathMeans(graph: HeteroGraph, options: MetapathMeansOptions): Promise<MetapathMeans>;
export async function metapathMeans(
  graph: HeteroGraph,
  options: MetapathMeansOptions | LimitedMetapathMeansOptions,
): Promise<MetapathMeans<GroupValues>> {
  checkMetapathOptions(graph, options);
  const { target, hops, signal, onProgress, costs } = options;
  const input = propagationInput(graph, target, options.relations);
  const memoryBytes = 'memoryBytes' in options ? options.memoryBytes : undefined;
  const rows = rowsToKeep(graph, options);
  const build = (write?: WriteGroup) => new MetapathBuilder(input, rows, options, write).build(hops);
  const run: PipelineRun<GroupPipeline> = { target, costs, signal, follow };
  function follow({ operators: { length: total } }: GroupPipeline) {
    let done = 0;
    return () => onProgress?.({ stage: 'average', done: ++done, total, unit: 'operators' });
  }
  const pipeline = await withPauses(build(), signal);
  const { peakBytes } = await withPauses(findMemoryNeed(pipeline), signal);
  const spillFolder = 'spillFolder' in options ? options.spillFolder : undefined;
  let values: GroupValues[];
  let execution: ExecutionReport;
  if (memoryBytes === undefined || peakBytes <= memoryBytes) {
    ({ values, execution } = await runInMemory(pipeline, { peakBytes }, run));
  } else {
    const notRun = () => {
      throw new Error('A plan made for its size is not run.');
    };
    const toFiles = build((group, _, slot, isLast) => writeGroupOperator(group, { slot, isLast }, rows.length, notRun));
    const { minBytes } = await withPauses(findMemoryNeed(await withPauses(toFiles, signal)), signal);
    const limited = await runLimited(build, rows.length, { peakBytes, minBytes }, run, { memoryBytes, spillFolder });
    ({ files: values, execution } = limited);
  }
  const groups = pipeline.groups.map(({ name, width }, g) => ({ name, width, values: values[g]! }));
  const dispose = () => disposeGroups(values.splice(0).map((each) => ({ values: each })));
  return { target, rows, groups, execution, dispose };
}
