import { type RunOptions, type SparseMatrix, withPauses } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import type { Operator } from '../schedule/index.js';
import { copyWork, findMemoryNeed } from '../schedule/internal.js';
import { checkMetapathOptions } from './check-options.js';
import { propagationInput, rowsToKeep } from './input.js';
import { MetapathBuilder } from './metapath-builder.js';
import { type MetapathMeans, type MetapathMeansOptions, metapathMeans } from './metapath-means.js';
import type { GroupValues } from './node/feature-group.js';
import { type GroupPipeline, type PipelineRun, runLimited } from './node/run-pipeline.js';
import type { GroupShape } from './node/write-group.js';

/** [rows, width], row-major, on the JavaScript heap; its non-zero numbers where they are few; or a file that is read by rows. */
export type ChannelValues = GroupValues | SparseMatrix;

export interface MetapathChannelOptions extends MetapathMeansOptions, RunOptions {
  /** As for {@link metapathMeans}; channels that together take more are written to files. Default: no limit. */
  readonly memoryBytes?: number;
}

/** Up to this share of non-zero numbers a channel is kept as a sparse matrix: beyond it a dense product is faster. */
const SPARSE_SHARE = 0.3;

/**
 * {@link metapathMeans} for training: each mean leaves the kernels' memory as soon as it is made, as its non-zero numbers alone where
 * these are few, which those of short paths are. Same order, same numbers.
 *
 * @throws {HeteroGraphError} as {@link metapathMeans}
 */
export async function metapathChannels(
  graph: HeteroGraph,
  options: MetapathChannelOptions,
): Promise<MetapathMeans<ChannelValues>> {
  checkMetapathOptions(graph, options);
  const { target, hops, signal, onProgress, costs, memoryBytes, ...far } = options;
  const input = propagationInput(graph, target, options.relations);
  const rows = rowsToKeep(graph, options);
  const kept: (Float32Array | SparseMatrix)[] = [];
  const compact = (group: GroupShape, g: number): Operator => ({
    ...{ name: `compact ${group.name}`, ...copyWork(rows.length, group.width), reads: [group.tensors[0]!] },
    run({ values }) {
      kept[g] = compacted(values(group.tensors[0]!), rows.length, group.width);
    },
  });
  const build = () => new MetapathBuilder(input, rows, far, compact).build(hops);
  const pipeline = await withPauses(build(), signal);
  const numbers = pipeline.groups.reduce((sum, { width }) => sum + width * rows.length, 0);
  if (memoryBytes !== undefined && numbers * 4 > memoryBytes) return metapathMeans(graph, { ...options, memoryBytes });
  const follow = ({ operators: { length: total } }: GroupPipeline) => {
    let done = 0;
    return () => onProgress?.({ stage: 'average', done: ++done, total, unit: 'operators' });
  };
  const run: PipelineRun<GroupPipeline> = { target, costs, signal, follow };
  const need = await withPauses(findMemoryNeed(pipeline), signal);
  const limit = { memoryBytes: memoryBytes ?? need.peakBytes, spillFolder: undefined };
  const { execution } = await runLimited(build, rows.length, need, run, limit);
  const groups = pipeline.groups.map(({ name, width }, g) => ({ name, width, values: kept[g]! }));
  return { target, rows, groups, execution, dispose: () => void kept.splice(0) };
}

function compacted(values: Float32Array, numRows: number, width: number): Float32Array | SparseMatrix {
  let entries = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) entries++;
  if (entries > SPARSE_SHARE * values.length) return new Float32Array(values);
  const indptr = new Int32Array(numRows + 1);
  const indices = new Int32Array(entries);
  const numbers = new Float32Array(entries);
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    for (let c = 0; c < width; c++) {
      const value = values[row * width + c]!;
      if (value === 0) continue;
      indices[at] = c;
      numbers[at++] = value;
    }
    indptr[row + 1] = at;
  }
  return { kind: 'sparse', numRows, width, indptr, indices, values: numbers };
}
