import { join } from 'node:path';
import { defaultCacheFolder } from '../../datasets/index.js';

/** Where things of a kind are kept between calls; undefined where nothing is to be kept. */
export function cacheFolder(cache: string | false | undefined, kind: string): string | undefined {
  return cache === false ? undefined : join(cache ?? defaultCacheFolder(), kind);
}
