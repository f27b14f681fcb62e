import * as z from 'zod/mini';
import { nodeModule, option } from '../../core/index.js';
import { corrupt, type FolderFormat, findManifest, readManifest, storedFile } from '../../files/index.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

const countFrom0 = option.countFrom(0);
const segment = z.extend(storedFile, { from: countFrom0, sets: countFrom0 });

const content = z.object({
  /** {@link networkFingerprint}. */
  network: z.string(),
  question: z.object({
    k: countFrom0,
    delta: z.number(),
    seed: countFrom0,
    weight: z.number(),
    inTurn: z.boolean(),
    /** The arrays of the question, one after the other in one file. */
    arrays: z.array(
      z.object({ name: z.enum(['candidates', 'given', 'nodes', 'limits', 'aliases']), length: countFrom0 }),
    ),
    file: storedFile,
  }),
  /** Sets of each pool that answers are based on. */
  size: countFrom0,
  /** Files of sets in the order of their numbers: so many lengths, then the nodes. */
  pools: z.object({ choose: z.array(segment), judge: z.array(segment) }),
});

export type RunManifest = z.infer<typeof content>;
export type Segment = z.infer<typeof segment>;
export type SavedQuestion = RunManifest['question'];

/** The folder of a run: its manifest is replaced by one rename, so that it names whole files at any moment. */
export const runFormat: FolderFormat<RunManifest> = {
  manifest: 'manifest.json',
  format: 'heterograph-influence-run',
  version: 2,
  content,
  what: 'saved run',
  absentHint: 'Give a folder that was given to save; a run stopped before its first save leaves none.',
  corruptHint: 'Start again in another folder, or remove this one.',
};

/** Whether two manifests are of one save. */
export function isSameSave(a: RunManifest, b: RunManifest): boolean {
  const words = ({ network, question, size, pools }: RunManifest) =>
    [
      network,
      size,
      ...[question.file, ...pools.choose, ...pools.judge].map(({ file, sha256 }) => file + sha256),
    ].join();
  return words(a) === words(b);
}

/** Whether a run was saved there. @throws {HeteroGraphError} CORRUPT_FILE */
export async function hasRun(folder: string): Promise<boolean> {
  return (await findManifest(folder, runFormat)) !== undefined;
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNSUPPORTED_FORMAT_VERSION */
export async function readRun(folder: string): Promise<RunManifest> {
  const run = await readManifest(folder, runFormat);
  for (const segments of Object.values(run.pools)) {
    const sets = segments.reduce((sum, each) => sum + each.sets, 0);
    if (sets >= run.size) continue;
    throw corrupt(runFormat, join(folder, runFormat.manifest), `It has ${sets} sets of a pool instead of ${run.size}.`);
  }
  return run;
}
