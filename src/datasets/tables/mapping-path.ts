import { nodeModule } from '../../core/index.js';
import { isAddress } from '../sources/open-source.js';

const { readdir, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, dirname, join } = nodeModule<typeof import('node:path')>('node:path');

/** The name of a mapping beside the tables of a folder. */
const MAPPING_FILE = 'graph.yaml';
/** Endings of files that hold all tables. */
const WHOLE = /\.(zip|sqlite3?|db3?|duckdb|parquet|arrow|feather)$/i;

/**
 * Where the mapping lies: in a folder, beside a file that holds all tables (`shop.graph.yaml` of `shop.zip` and `shop.sqlite`), or what is named
 * itself; undefined where there is no such place, as of a server.
 */
export async function mappingPath(path: string): Promise<string | undefined> {
  const file = path.replace(/^duckdb:(\/\/)?/i, '');
  if (isAddress(file)) return undefined;
  if (/\.ya?ml$/i.test(file)) return file;
  const isFile = WHOLE.test(file) || (await stat(file).catch(() => undefined))?.isFile() === true;
  return isFile ? join(dirname(file), `${wholeStem(file)}.${MAPPING_FILE}`) : join(file, MAPPING_FILE);
}

/** The file that a mapping lies beside, where it holds all tables; else its folder. */
export async function besideMapping(path: string): Promise<string> {
  const folder = dirname(path);
  const stem = /^(.+)\.graph\.ya?ml$/i.exec(basename(path))?.[1];
  if (stem === undefined) return folder;
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(`${stem}.`));
  const whole = names.filter((name) => WHOLE.test(name) && wholeStem(name) === stem).sort();
  return whole[0] === undefined ? folder : join(folder, whole[0]);
}

function wholeStem(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '');
}
