import { join } from 'node:path';
import { defaultCacheFolder } from '../../datasets/index.js';

/** Where things of a kind are kept between calls; undefined where nothing is to be kept, or the user has no home folder. */
export function cacheFolder(cache: string | false | undefined, kind: string): string | undefined {
  const folder = cache === undefined ? homeCache() : cache;
  return folder === false ? undefined : join(folder, kind);
}

/** What people should know where the default cache cannot be used. */
export function cacheRemarks(cache: string | false | undefined): string[] {
  if (cache !== undefined || homeCache() !== false) return [];
  return ['Nothing is kept in a cache: this user has no home folder. Name a folder by HETEROGRAPH_CACHE.'];
}

function homeCache(): string | false {
  try {
    return defaultCacheFolder();
  } catch {
    // The system knows no home folder of this user.
    return false;
  }
}
