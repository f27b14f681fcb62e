import { nodeModule } from '../../core/index.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** What a parsed graph depends on. Equal identities have equal JSON. */
export interface CacheIdentity {
  readonly dataset: string;
  readonly readerVersion: number;
  /** Whether the files' checksums were compared: a graph of unknown files must not stand in for one of the true ones. */
  readonly verified: boolean;
  readonly files: readonly FileIdentity[];
}

/** Times are nanoseconds; `changed` moves whenever contents or times are written, also where `modified` is set back. */
interface FileIdentity {
  readonly name: string;
  readonly bytes: string;
  readonly modified: string;
  readonly changed: string;
}

export async function identityOf(
  { dataset, readerVersion, verified }: Omit<CacheIdentity, 'files'>,
  paths: ReadonlyMap<string, string>,
): Promise<CacheIdentity> {
  const files: FileIdentity[] = [];
  for (const [name, path] of paths) {
    const { size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    files.push({ name, bytes: String(size), modified: String(mtimeNs), changed: String(ctimeNs) });
  }
  return { dataset, readerVersion, verified, files };
}

export function sameIdentity(one: CacheIdentity, other: CacheIdentity): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Name of the folder of an entry. */
export function entryName(identity: CacheIdentity): string {
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 20);
  return `${identity.dataset}-${key}`;
}
