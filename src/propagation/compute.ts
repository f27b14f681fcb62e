import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  arenaBlocks,
  CostModel,
  type ExecutionReport,
  execute,
  getPool,
  POOL_DEVICE,
  SpillStore,
} from '../compute/index.js';
import { notEnough } from '../compute/schedule/spill-store.js';
import { HeteroGraphError } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import type { RpHgnnEstimate } from './estimate.js';
import { releaseGroups } from './feature-store.js';
import { GroupFile } from './group-file.js';
import type { PropagationInput } from './input.js';
import { labelGroups } from './label-groups.js';
import type { FeatureGroup, GroupValues, RpHgnnOptions } from './options.js';
import { type PipelineOptions, type RpHgnnPipeline, rphgnnPipeline } from './pipeline.js';
import { placeRelations } from './place-relations.js';
import { writeGroupOperator } from './write-group.js';

export interface Computed<Values> {
  readonly groups: readonly (FeatureGroup<Values> & { readonly sha256?: string })[];
  readonly execution: ExecutionReport;
}

/** The groups in the arena. @throws {HeteroGraphError} OUT_OF_MEMORY before any work where the arena could never hold it */
export async function computeInMemory(
  graph: HeteroGraph,
  input: PropagationInput,
  rows: Int32Array,
  { peakBytes }: RpHgnnEstimate,
  options: RpHgnnOptions,
): Promise<Computed<Float32Array>> {
  checkArena(peakBytes, options);
  const store = new SpillStore({ blocks: arenaBlocks(getPool().arena) });
  const groups: FeatureGroup[] = [];
  try {
    const pipeline = rphgnnPipeline(getPool(), input, rows, options);
    const execution = await run(pipeline, store, Number.POSITIVE_INFINITY, options);
    for (const { tensors, ...group } of pipeline.groups)
      groups.push({ ...group, values: await store.take(tensors[0]!) });
    groups.push(...(await labelsOf(graph, input, rows, options)));
    return { groups, execution };
  } catch (error) {
    releaseGroups(groups);
    throw error;
  } finally {
    await store.dispose();
  }
}

export interface LimitedWork {
  readonly memoryBytes: number;
  readonly spillFolder: string | undefined;
  /** Path of every group in an entry of the feature store; undefined: temporary files. */
  readonly fileOf: ((g: number) => string) | undefined;
}

/** The groups in files, within a limit of memory; label groups, which are small, in the arena. */
export async function computeLimited(
  graph: HeteroGraph,
  input: PropagationInput,
  rows: Int32Array,
  { leastBytes }: RpHgnnEstimate,
  options: RpHgnnOptions,
  { memoryBytes, spillFolder = tmpdir(), fileOf }: LimitedWork,
): Promise<Computed<GroupValues>> {
  if (leastBytes > memoryBytes) {
    throw notEnough(leastBytes, memoryBytes, 'The pre-computation', { type: options.target });
  }
  checkArena(memoryBytes, options);
  const { signal } = options;
  const blocks = arenaBlocks(getPool().arena);
  const store = new SpillStore({ blocks, limitBytes: memoryBytes, folder: spillFolder, signal });
  const temporary = fileOf ? undefined : await temporaryFolder(spillFolder);
  const files: GroupFile[] = [];
  const sums: string[] = [];
  const write: PipelineOptions['write'] = (group, g, slot, isLast) =>
    writeGroupOperator(
      group,
      { slot, isLast },
      rows.length,
      () => {
        files[g] ??= GroupFile.create(fileOf?.(g) ?? join(temporary!, `group-${g}.f32`), fileOf === undefined);
        return files[g];
      },
      fileOf &&
        ((sha256) => {
          sums[g] = sha256;
        }),
    );
  try {
    const pipeline = rphgnnPipeline(getPool(), input, rows, { ...options, write });
    const execution = await run(pipeline, store, memoryBytes, options);
    const groups = pipeline.groups.map(({ tensors: _, ...group }, g) => ({
      ...group,
      values: files[g]!,
      ...(sums[g] === undefined ? {} : { sha256: sums[g] }),
    }));
    return { groups: [...groups, ...(await labelsOf(graph, input, rows, options))], execution };
  } catch (error) {
    for (const file of files) file?.close();
    throw error;
  } finally {
    await store.dispose();
    // Where open files keep their names, the folder goes with the last of them.
    if (temporary !== undefined && process.platform !== 'win32') await rm(temporary, { recursive: true, force: true });
  }
}

async function temporaryFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, 'heterograph-features-'));
  } catch (cause) {
    const hint = 'See to space and permissions there, or give another spillFolder.';
    throw new HeteroGraphError('SPILL_FAILED', 'No temporary folder could be made.', { file: parent, hint, cause });
  }
}

async function run(
  pipeline: RpHgnnPipeline,
  store: SpillStore,
  limitBytes: number,
  { hops, signal, onProgress, costs = new CostModel() }: RpHgnnOptions,
): Promise<ExecutionReport> {
  const hopOf = new Map(pipeline.operators.map(({ name }, i) => [name, pipeline.hopOf[i]!]));
  const left = new Int32Array(hops);
  for (const hop of pipeline.hopOf) left[hop]!++;
  let done = 0;
  return execute(pipeline, {
    ...{ store, limitBytes, devices: [{ name: POOL_DEVICE }], costs, signal },
    onOperator: ({ name }) => {
      left[hopOf.get(name)!]!--;
      while (done < hops && left[done] === 0) {
        done++;
        onProgress?.({ stage: 'propagate', done, total: hops, unit: 'hops' });
      }
    },
  });
}

async function labelsOf(
  graph: HeteroGraph,
  outside: PropagationInput,
  rows: Int32Array,
  options: RpHgnnOptions,
): Promise<FeatureGroup[]> {
  if (!options.labels) return [];
  const { input, release } = placeRelations(getPool().arena, outside);
  try {
    return await labelGroups(graph, input, rows, options.labels, options);
  } finally {
    release();
  }
}

function checkArena(bytes: number, { target }: RpHgnnOptions): void {
  const { used, limit } = getPool().arena.stats();
  if (used + bytes <= limit) return;
  throw new HeteroGraphError(
    'OUT_OF_MEMORY',
    `The pre-computation may need ${bytes} bytes; ${used} of ${limit} are in use.`,
    {
      type: target,
      hint: 'Set memoryBytes, or use fewer hops, an inputWidth, a smaller embeddingWidth, or fewer rows (see estimateRpHgnn).',
    },
  );
}
