import type { RunOptions } from '../../core/index.js';
import { nodeModule } from '../../core/index.js';
import type { GraphMapping } from '../mapping/mapping.js';
import { readMapping } from '../mapping/read-mapping.js';
import { guessMapping } from './guess-mapping.js';
import { mappingPath } from './table-files.js';

const { stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** The mapping of a folder of tables, and whether it was guessed. */
export interface FolderMapping {
  readonly mapping: GraphMapping;
  readonly isGuessed: boolean;
}

/**
 * The mapping `graph.yaml` of a folder (`NAME.graph.yaml` beside `NAME.zip`), or a guess where there is none.
 *
 * @throws {HeteroGraphError} as `readMapping` and `guessMapping` do
 */
export async function mappingOf(path: string, run: RunOptions = {}): Promise<FolderMapping> {
  const file = mappingPath(path);
  const isThere = (await stat(file).catch(() => undefined)) !== undefined;
  if (isThere || file === path) return { mapping: await readMapping(file), isGuessed: false };
  return { mapping: (await guessMapping(path, run)).mapping, isGuessed: true };
}
