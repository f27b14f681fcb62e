import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { type FolderFormat, readManifest } from '../../files/index.js';

/** Runs by the format of their description: what they are, and what can be done with them. */
const kinds: ReadonlyMap<unknown, readonly [what: string, hint: string]> = new Map([
  [
    'heterograph-run',
    [
      'predicts classes or numbers of nodes',
      '`heterograph evaluate`, `predict`, `explain` and `serve` use it; openRun or openRegressionRun opens it.',
    ],
  ],
  [
    'heterograph-link-run',
    ['predicts links', '`heterograph evaluate`, `predict` and `serve` use it; openLinkRun opens it.'],
  ],
  [
    'heterograph-embedding-run',
    ['holds vectors', '`heterograph embed` and `serve` use it; openEmbeddingRun opens it.'],
  ],
  [
    'heterograph-recommender-run',
    [
      'recommends',
      'Its figures are in its metrics.json and report.html; `heterograph recommend RUN --user ID` and `heterograph serve RUN` ask it for lists; openRecommenderRun opens it.',
    ],
  ],
]);

/** Whether a folder holds a run of a kind. */
export async function isRunOf(
  folder: string,
  { manifest, format }: Pick<FolderFormat<unknown>, 'manifest' | 'format'>,
): Promise<boolean> {
  expectArgument(folder, 'text', 'folder');
  return (await formatIn(join(folder, manifest))) === format;
}

/**
 * The description of a run of a kind.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, FILE_NOT_FOUND, CORRUPT_FILE, UNSUPPORTED_FORMAT_VERSION; MODEL_MISMATCH where it is a run of another kind
 */
export async function readRunOf<T>(folder: string, format: FolderFormat<T>): Promise<T> {
  expectArgument(folder, 'text', 'folder');
  const file = join(folder, format.manifest);
  const found = await formatIn(file);
  const other = found === format.format ? undefined : kinds.get(found);
  if (other) throw new HeteroGraphError('MODEL_MISMATCH', `It is a run that ${other[0]}.`, { file, hint: other[1] });
  return readManifest(folder, format);
}

async function formatIn(file: string): Promise<unknown> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { format?: unknown }).format;
  } catch {
    // What is wrong with it, whoever opens it says.
    return undefined;
  }
}
