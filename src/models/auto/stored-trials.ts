import * as z from 'zod/mini';
import { type HeteroGraphError, isHeteroGraphError, nodeModule } from '../../core/index.js';
import {
  corrupt,
  decodeFloats,
  encodeWords,
  type FolderFormat,
  findManifest,
  manifestText,
  replaceFile,
  sha256Hex,
  writeError,
} from '../../files/index.js';
import { hashGraph } from '../../graph/index.js';
import type { Problem } from '../core/types.js';
import type { Fold } from './folds.js';

const { mkdir, readdir, rm, rmdir } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const content = z.object({
  title: z.string(),
  seconds: z.number().check(z.nonnegative()),
  /** Predictions of the rows of the fold, little-endian float32 in base64. */
  values: z.string(),
});

const formatOf = (file: string): FolderFormat<z.infer<typeof content>> => ({
  ...{ manifest: file, format: 'heterograph-trial', version: 1, content, what: 'comparison of models' },
  absentHint: 'Give the folder of the run.',
  corruptHint: 'Remove the file: the model is then tried again; or start the run anew.',
});

const FILE = /^[0-9a-f]{64}\.json$/;

/** What a candidate predicted of the rows of a fold, and how long that took. */
export interface StoredTrial {
  readonly seconds: number;
  readonly values: Float32Array;
}

/** What candidates predicted on folds, kept in a folder, so that an interrupted comparison goes on where it was. */
export class StoredTrials {
  readonly #dir: string;
  readonly #problem: string;
  /** Why something could not be kept; the comparison goes on without. */
  failure: HeteroGraphError | undefined;

  constructor(dir: string, problem: Problem) {
    this.#dir = join(dir, 'comparison');
    // The rows of a fold are part of every name.
    const { graph, targets, split: _, ...rest } = problem;
    const { buffer, byteOffset, byteLength } = 'labels' in targets ? targets.labels : targets.values;
    const hash = sha256Hex(new Uint8Array(buffer, byteOffset, byteLength));
    this.#problem = JSON.stringify({ ...rest, graph: hashGraph(graph), targets: hash });
  }

  /**
   * @param numValues predictions that there must be
   * @returns undefined where it was not tried yet
   * @throws {HeteroGraphError} CORRUPT_FILE, UNSUPPORTED_FORMAT_VERSION
   */
  async read(title: string, settings: object, fold: Fold, numValues: number): Promise<StoredTrial | undefined> {
    const format = formatOf(this.#file(title, settings, fold));
    const found = await findManifest(this.#dir, format);
    if (!found) return undefined;
    const bytes = Buffer.from(found.values, 'base64');
    if (bytes.length !== 4 * numValues) {
      const path = join(this.#dir, format.manifest);
      throw corrupt(format, path, `It has ${bytes.length} bytes of predictions, not ${4 * numValues}.`);
    }
    const [values] = decodeFloats(bytes, [numValues]);
    return { seconds: found.seconds, values: values! };
  }

  async write(title: string, settings: object, fold: Fold, { seconds, values }: StoredTrial): Promise<void> {
    const file = this.#file(title, settings, fold);
    const bytes = encodeWords([values]);
    const text = manifestText(formatOf(file), { title, seconds, values: bytes.toString('base64') });
    try {
      await mkdir(this.#dir, { recursive: true });
      await replaceFile(join(this.#dir, file), text);
    } catch (cause) {
      const error = writeError(cause, this.#dir, 'the comparison of models');
      if (!isHeteroGraphError(error)) throw error;
      this.failure ??= error;
    }
  }

  /** A name that is another one wherever anything that the predictions depend on is. */
  #file(title: string, settings: object, { split }: Fold): string {
    const rows = Object.values(split).map((part: Int32Array) => [...part]);
    return `${sha256Hex(JSON.stringify([this.#problem, title, settings, rows]))}.json`;
  }
}

/** Removes what {@link StoredTrials} kept; whatever else lies there stays. */
export async function removeStoredTrials(dir: string): Promise<void> {
  const folder = join(dir, 'comparison');
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) if (FILE.test(name)) await rm(join(folder, name), { force: true });
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}
