import { expectMembers, nodeModule } from '../../core/index.js';

const { homedir } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

export interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: () => string;
}

/** The cache folder of this user: HETEROGRAPH_CACHE, or `heterograph` where the platform keeps caches. */
export function defaultCacheFolder(place: CachePlace = thisPlace()): string {
  expectMembers(place, 'place', { env: 'object', platform: 'text', home: 'function' });
  const { env, platform, home } = place;
  if (env.HETEROGRAPH_CACHE) return env.HETEROGRAPH_CACHE;
  if (platform === 'darwin') return join(home(), 'Library', 'Caches', 'heterograph');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home(), 'AppData', 'Local'), 'heterograph', 'Cache');
  return join(env.XDG_CACHE_HOME || join(home(), '.cache'), 'heterograph');
}

function thisPlace(): CachePlace {
  return { env: process.env, platform: process.platform, home: homedir };
}
