import { getPool } from '../compute/index.js';
import { inOneGo, type Pieces } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { tensorBytes } from '../schedule/index.js';
import { findMemoryNeed } from '../schedule/internal.js';
import { checkRpHgnnOptions } from './check-options.js';
import { checkSteps, type PropagationInput, propagationInput, relationViews, rowsToKeep } from './input.js';
import { writeGroupOperator } from './node/write-group.js';
import type { RpHgnnOptions } from './options.js';
import { type PipelineOptions, type RpHgnnPipeline, rphgnnPipeline } from './pipeline.js';
import { blockBytes } from './work.js';

/** What a pre-computation will take, in bytes of the kernels' memory. */
export interface RpHgnnEstimate {
  /** Shape [rows, hops, width] of every group and its bytes. */
  readonly groups: readonly {
    readonly name: string;
    readonly hops: number;
    readonly width: number;
    readonly bytes: number;
  }[];
  /** The groups together: what stays afterwards. */
  readonly resultBytes: number;
  /** Highest use at any moment, the result included. */
  readonly peakBytes: number;
  /** The smallest `memoryBytes` that works. */
  readonly minBytes: number;
}

type EstimateOptions = Omit<RpHgnnOptions, 'seed' | 'signal' | 'onProgress'>;

/**
 * Shapes and memory of {@link precomputeRpHgnn} without computing anything. O(types + relations x hops), after the graph's adjacencies.
 *
 * @throws {HeteroGraphError} as {@link precomputeRpHgnn} refuses its options
 */
export function estimateRpHgnn(graph: HeteroGraph, options: EstimateOptions): RpHgnnEstimate {
  checkRpHgnnOptions(graph, { ...options, seed: 0 });
  const input = propagationInput(graph, options.target, options.relations);
  const rows = rowsToKeep(graph, options);
  return inOneGo(estimateInput(input, rows, numClassesOf(graph, options), options));
}

/** Columns of the label groups: classes, or one for numbers; 0 where there are none. */
export function numClassesOf(graph: HeteroGraph, { target, labels }: EstimateOptions): number {
  if (!labels || labels.scale) return labels ? 1 : 0;
  return graph.labels(target, labels.column)?.numClasses ?? 0;
}

/** {@link estimateRpHgnn} of relations that were made already, with stops. */
export function* estimateInput(
  input: PropagationInput,
  rows: Int32Array,
  numClasses: number,
  options: EstimateOptions,
): Pieces<RpHgnnEstimate> {
  const views = Math.max(1, relationViews(input.relations).length);
  for (const hops of [options.hops, hopsOf(options)]) checkSteps(hops * views, hops);
  const built = { ...options, seed: 0 };
  const pipeline = yield* rphgnnPipeline(getPool(), input, rows, built);
  const toDisk = yield* pipelineToFiles(input, rows, built);
  const labels = labelNeed(input, rows.length, numClasses, options);
  const groups = [...groupsOf(pipeline, rows.length), ...labels.groups];
  const resultBytes = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  const inMemory = (yield* findMemoryNeed(pipeline)).peakBytes;
  const onDisk = (yield* findMemoryNeed(toDisk)).minBytes;
  const kept = resultBytes - labels.bytes;
  return {
    groups,
    resultBytes,
    peakBytes: Math.max(inMemory, labels.peakBytes === 0 ? 0 : kept + labels.peakBytes),
    minBytes: Math.max(onDisk, labels.peakBytes),
  };
}

/** The pipeline whose groups go to files, to be looked at: its operators that write are not there to be run. */
export function pipelineToFiles(
  input: PropagationInput,
  rows: Int32Array,
  options: PipelineOptions,
): Pieces<RpHgnnPipeline> {
  return rphgnnPipeline(getPool(), input, rows, {
    ...options,
    write: (group, _, slot, isLast) => writeGroupOperator(group, { slot, isLast }, rows.length, notRun),
  });
}

function notRun(): never {
  throw new Error('A plan that is only looked at is not run.');
}

function groupsOf({ groups }: RpHgnnPipeline, numRows: number): RpHgnnEstimate['groups'] {
  return groups.map(({ name, hops, width }) => ({
    ...{ name, hops, width },
    bytes: tensorBytes({ length: numRows * hops * width }),
  }));
}

/** Label hops; 1 where there is no choice. */
function hopsOf({ labels }: Pick<EstimateOptions, 'labels'>): number {
  return !labels || labels.method === 'echo-removed' ? 1 : labels.hops;
}

/** Label groups come after the others: the relations, one mean with its input at a time, and the groups. */
function labelNeed(
  { types, relations, target }: PropagationInput,
  numRows: number,
  numClasses: number,
  { labels }: EstimateOptions,
): { readonly groups: RpHgnnEstimate['groups']; readonly bytes: number; readonly peakBytes: number } {
  if (!labels) return { groups: [], bytes: 0, peakBytes: 0 };
  const hops = hopsOf({ labels });
  const bytes = blockBytes(numRows * hops * numClasses);
  const groups = relations.flatMap(({ name, a, b }) => {
    if (a !== target && b !== target) return [];
    const parities = a === b ? ['odd', 'even'] : ['even'];
    return parities.map((parity) => ({ name: `${name}/label-${parity}`, hops, width: numClasses, bytes }));
  });
  const placed = new Set(relations.flatMap(({ aFromB, bFromA }) => [aFromB, bFromA]));
  let peakBytes = groups.length * bytes;
  for (const { indptr, indices } of placed) peakBytes += blockBytes(indptr.length) + blockBytes(indices.length);
  const largest = relations.map(
    ({ a, b }) => blockBytes(types[a]!.count * (numClasses + 1)) + blockBytes(types[b]!.count * (numClasses + 1)),
  );
  return { groups, bytes: groups.length * bytes, peakBytes: peakBytes + Math.max(0, ...largest) };
}
