import type { RunOptions } from '../../core/index.js';
import { nodeModule } from '../../core/index.js';
import type { GraphMapping } from '../mapping/mapping.js';
import { readMapping } from '../mapping/read-mapping.js';
import { guessMapping } from './guess-mapping.js';
import { mappingPath } from './mapping-path.js';
import type { PassedOver } from './passed-over.js';

const { stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** The mapping of a folder of tables, and whether it was guessed. */
export interface FolderMapping {
  readonly mapping: GraphMapping;
  readonly isGuessed: boolean;
  /** Where it was guessed: files that are there and not read, and the way out. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * The mapping that is given, or that of a file; else `graph.yaml` of a folder (`NAME.graph.yaml` beside `NAME.zip` and `NAME.sqlite`), or a guess
 * where there is none.
 *
 * @throws {HeteroGraphError} as `readMapping` and `guessMapping` do
 */
export async function mappingOf(
  path: string,
  run: RunOptions = {},
  given?: GraphMapping | string,
): Promise<FolderMapping> {
  if (given !== undefined && given !== null) {
    const mapping = typeof given === 'string' ? await readMapping(given) : given;
    return { mapping, isGuessed: false, passedOver: [] };
  }
  const file = await mappingPath(path);
  const isThere = file !== undefined && (await stat(file).catch(() => undefined)) !== undefined;
  if (file !== undefined && (isThere || file === path))
    return { mapping: await readMapping(file), isGuessed: false, passedOver: [] };
  const { mapping, passedOver } = await guessMapping(path, run);
  return { mapping, isGuessed: true, passedOver };
}
