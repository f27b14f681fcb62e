import { getPool } from '../../compute/index.js';
import { HeteroGraphError, nodeModule, type Pieces, withPauses } from '../../core/index.js';
import {
  arenaBlocks,
  CostModel,
  type ExecuteOptions,
  type ExecutionReport,
  execute,
  type Operator,
  type Pipeline,
  SpillFile,
  SpillStore,
} from '../../schedule/index.js';
import { notEnough } from '../../schedule/internal.js';
import { GroupFile } from './group-file.js';
import { type GroupShape, writeGroupOperator } from './write-group.js';

const { mkdir, mkdtemp, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { tmpdir } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Operators that make groups. */
export interface GroupPipeline extends Pipeline {
  readonly groups: readonly GroupShape[];
}

/** Makes the operator that writes what is there of a group once a hop of it has been kept; undefined: nothing to do yet. */
export type WriteGroup = (group: GroupShape, index: number, slot: number, isLast: boolean) => Operator | undefined;

/** Memory that a pipeline needs for its kernels: with nothing spilled, and the smallest limit that works. */
export interface PipelineNeed {
  readonly peakBytes: number;
  readonly minBytes: number;
}

export interface PipelineRun<P> extends Pick<ExecuteOptions, 'signal'> {
  /** Node type that errors name. */
  readonly target: string;
  /** What to call after every operator of the pipeline. */
  readonly follow: (pipeline: P) => ExecuteOptions['onOperator'];
  readonly costs?: CostModel | undefined;
}

/**
 * Runs a pipeline whose groups stay in the arena, one tensor each; the caller frees them.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY before any work where the arena cannot hold `peakBytes`; and as `execute`
 */
export async function runInMemory<P extends GroupPipeline>(
  pipeline: P,
  { peakBytes }: Pick<PipelineNeed, 'peakBytes'>,
  run: PipelineRun<P>,
): Promise<{ readonly values: Float32Array[]; readonly execution: ExecutionReport }> {
  checkArena(peakBytes, run);
  const { arena } = getPool();
  const store = new SpillStore({ blocks: arenaBlocks(arena) });
  const values: Float32Array[] = [];
  try {
    const execution = await executeOn(pipeline, store, Number.POSITIVE_INFINITY, run);
    for (const { tensors } of pipeline.groups) values.push(await store.take(tensors[0]!));
    return { values, execution };
  } catch (error) {
    for (const each of values) arena.free(each);
    throw error;
  } finally {
    await store.dispose();
  }
}

export interface LimitedWork {
  readonly memoryBytes: number;
  readonly spillFolder: string | undefined;
  /** Path of every group in an entry of the feature store; undefined: temporary files. */
  readonly fileOf?: ((g: number) => string) | undefined;
}

/**
 * Runs a pipeline within a limit of memory, its groups written to files, which the caller disposes of; `sums` are the SHA-256 of
 * those in a store that were written front to back.
 *
 * @param build the pipeline, given what makes the operators that write
 * @throws {HeteroGraphError} OUT_OF_MEMORY before any work; SPILL_FAILED; and as `execute`
 */
export async function runLimited<P extends GroupPipeline>(
  build: (write: WriteGroup) => Pieces<P>,
  numRows: number,
  need: PipelineNeed,
  run: PipelineRun<P>,
  { memoryBytes, spillFolder = tmpdir(), fileOf }: LimitedWork,
): Promise<{
  readonly pipeline: P;
  readonly files: GroupFile[];
  readonly sums: readonly (string | undefined)[];
  readonly execution: ExecutionReport;
}> {
  checkLimit(need, memoryBytes, run.target);
  checkArena(memoryBytes, run);
  const blocks = arenaBlocks(getPool().arena);
  const store = new SpillStore({ blocks, limitBytes: memoryBytes, target: new SpillFile(spillFolder, run.signal) });
  const temporary = fileOf ? undefined : await temporaryFolder(spillFolder);
  const files: GroupFile[] = [];
  const sums: string[] = [];
  const write: WriteGroup = (group, g, slot, isLast) => {
    const open = () => {
      files[g] ??= GroupFile.create(fileOf?.(g) ?? join(temporary!, `group-${g}.f32`), fileOf === undefined);
      return files[g];
    };
    const onWritten = (sha256: string) => {
      sums[g] = sha256;
    };
    return writeGroupOperator(group, { slot, isLast }, numRows, open, fileOf && onWritten);
  };
  try {
    const pipeline = await withPauses(build(write), run.signal);
    return { pipeline, files, sums, execution: await executeOn(pipeline, store, memoryBytes, run) };
  } catch (error) {
    for (const file of files) file?.dispose();
    throw error;
  } finally {
    await store.dispose();
    // Where open files keep their names, the folder goes with the last of them.
    if (temporary !== undefined && process.platform !== 'win32') await rm(temporary, { recursive: true, force: true });
  }
}

/** @throws {HeteroGraphError} OUT_OF_MEMORY naming the bytes, where it could not be done within the limit */
export function checkLimit({ minBytes, peakBytes }: PipelineNeed, memoryBytes: number, target: string): void {
  const min = Math.min(minBytes, peakBytes);
  if (min > memoryBytes) throw notEnough(min, memoryBytes, 'The pre-computation', { type: target });
}

function executeOn<P extends GroupPipeline>(
  pipeline: P,
  store: SpillStore,
  limitBytes: number,
  { costs = new CostModel(), signal, follow }: PipelineRun<P>,
): Promise<ExecutionReport> {
  return execute(pipeline, { store, limitBytes, costs, signal, onOperator: follow(pipeline) });
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

function checkArena(bytes: number, { target }: { readonly target: string }): void {
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
