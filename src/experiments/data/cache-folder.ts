import { join } from 'node:path';
import type { DataOptions } from '../../cli/options/options.js';
import { defaultCacheFolder } from '../../datasets/index.js';

/** Where things of a kind are kept between commands; undefined with --no-cache. */
export function cacheFolder({ cache }: DataOptions, kind: string): string | undefined {
  if (cache === false) return undefined;
  return join(typeof cache === 'string' ? cache : defaultCacheFolder(), kind);
}
