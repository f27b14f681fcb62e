import { type ErrorCode, type HeteroGraphError, isHeteroGraphError, withPauses } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { checkRpHgnnOptions } from './check-options.js';
import { type Computed, computeInMemory, computeLimited } from './compute.js';
import { estimateInput, numClassesOf, type RpHgnnEstimate } from './estimate.js';
import { featureKey } from './feature-key.js';
import { type PropagationInput, propagationInput, rowsToKeep } from './input.js';
import type { FeatureGroup, GroupValues } from './node/feature-group.js';
import { disposeGroups, FeatureEntry, readFeatures, writeFeatures } from './node/feature-store.js';
import type { LimitedRpHgnnOptions, PropagatedFeatures, RpHgnnOptions } from './options.js';

/**
 * RpHGNN's pre-computation (Hu, Hooi, He, TKDE 2024, arXiv 2310.14481, algorithm 1): K rounds of one- and two-hop means along
 * every relation, squashed back to the width of each type by random projections with a row norm.
 *
 * The tensors depend on (graph, seed, options) alone, never on the number of threads nor on the memory; those of K hops are the
 * first of those of more. Time O(K (edges x width + nodes x width^2 / s)), memory: two states of all types, one tensor, and the
 * result; with `memoryBytes` what exceeds it lies on disk, and groups may stay there.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, INVALID_OPTION, of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID; OUT_OF_MEMORY
 * (naming the bytes that one operator needs), SPILL_FAILED, ABORTED
 */
export async function precomputeRpHgnn(
  graph: HeteroGraph,
  options: LimitedRpHgnnOptions,
): Promise<PropagatedFeatures<GroupValues>>;
export async function precomputeRpHgnn(graph: HeteroGraph, options: RpHgnnOptions): Promise<PropagatedFeatures>;
export async function precomputeRpHgnn(
  graph: HeteroGraph,
  options: RpHgnnOptions | LimitedRpHgnnOptions,
): Promise<PropagatedFeatures<GroupValues>> {
  checkRpHgnnOptions(graph, options);
  const { target, store } = options;
  const memoryBytes = 'memoryBytes' in options ? options.memoryBytes : undefined;
  const input = propagationInput(graph, target, options.relations);
  const rows = rowsToKeep(graph, options);
  const key = store === undefined ? undefined : featureKey(graph, rows, options);
  const need = await withPauses(estimateInput(input, rows, numClassesOf(graph, options), options), options.signal);
  let problem: HeteroGraphError | undefined;
  if (store !== undefined) {
    try {
      const expected = { numRows: rows.length, groups: need.groups };
      const stored = await readFeatures(store, key!, expected, options, memoryBytes);
      if (stored) return { target, rows, groups: stored, source: 'store', dispose: () => disposeGroups(stored) };
    } catch (error) {
      problem = problemOf(error, 'CORRUPT_FILE', 'UNSUPPORTED_FORMAT_VERSION');
    }
  }
  const work = { graph, input, rows, key, need, isDamaged: problem !== undefined };
  const { groups, execution, storeProblem } =
    memoryBytes === undefined || need.peakBytes <= memoryBytes
      ? await inMemory(work, options)
      : await limited(work, { ...options, memoryBytes });
  problem ??= storeProblem;
  return {
    ...{ target, rows, groups, source: 'computed', execution },
    ...(problem ? { storeProblem: problem } : {}),
    dispose: () => disposeGroups(groups),
  };
}

interface Work {
  readonly graph: HeteroGraph;
  readonly input: PropagationInput;
  readonly rows: Int32Array;
  /** In the store, where there is one. */
  readonly key: string | undefined;
  /** Whether the entry there cannot be used. */
  readonly isDamaged: boolean;
  readonly need: RpHgnnEstimate;
}

type Result = Computed<GroupValues> & { readonly storeProblem?: HeteroGraphError };

async function inMemory({ graph, input, rows, key, need, isDamaged }: Work, options: RpHgnnOptions): Promise<Result> {
  const { store, storeLimit = STORE_LIMIT } = options;
  const computed = await computeInMemory(graph, input, rows, need, options);
  if (store === undefined) return computed;
  try {
    await writeFeatures(store, key!, rows.length, computed.groups, storeLimit, isDamaged, options);
    return computed;
  } catch (error) {
    try {
      return { ...computed, storeProblem: notStored(error) };
    } catch {
      disposeGroups(computed.groups);
      throw error;
    }
  }
}

async function limited(
  { graph, input, rows, key, need, isDamaged }: Work,
  options: LimitedRpHgnnOptions,
): Promise<Result> {
  const { store, storeLimit = STORE_LIMIT, memoryBytes } = options;
  let entry: FeatureEntry | undefined;
  let storeProblem: HeteroGraphError | undefined;
  if (store !== undefined) {
    try {
      entry = await FeatureEntry.begin(store, key!, need.resultBytes, storeLimit, options);
    } catch (error) {
      storeProblem = notStored(error);
    }
  }
  const spillFolder = options.spillFolder ?? (entry ? store : undefined);
  const fileOf = entry && ((g: number) => entry.fileOf(g));
  let groups: readonly FeatureGroup<GroupValues>[] = [];
  try {
    const computed = await computeLimited(graph, input, rows, need, options, { memoryBytes, spillFolder, fileOf });
    groups = computed.groups;
    try {
      await entry?.commit(rows.length, computed.groups, isDamaged, options);
    } catch (error) {
      // The files of the entry are gone, but open: they are read as before.
      storeProblem = notStored(error);
    }
    groups = groups.map(({ name, relation, parity, hops, width, values }) => {
      return { name, relation, parity, hops, width, values };
    });
    return { groups, execution: computed.execution, ...(storeProblem ? { storeProblem } : {}) };
  } catch (error) {
    disposeGroups(groups);
    await entry?.discard();
    throw error;
  }
}

/** The error, where it is a reason not to use the store; others are thrown. */
function problemOf(error: unknown, ...codes: readonly ErrorCode[]): HeteroGraphError {
  if (isHeteroGraphError(error) && codes.includes(error.code)) return error;
  throw error;
}

function notStored(error: unknown): HeteroGraphError {
  return problemOf(error, 'WRITE_FAILED', 'RUN_BUSY', 'NOT_OURS');
}

const STORE_LIMIT = 2 ** 33;
