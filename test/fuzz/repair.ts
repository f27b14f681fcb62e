import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf } from './mutate.js';

type Json = Record<string, unknown>;

/** Makes sizes and checksums of all manifests of a folder good again, as a forger would: the deepest first. */
export function repairFolder(folder: string): void {
  const manifests = filesOf(folder).filter((file) => file.endsWith('.json'));
  const depth = (file: string) => file.split('/').length;
  for (const file of manifests.sort((a, b) => depth(b) - depth(a))) repairManifest(join(folder, file));
}

function repairManifest(path: string): void {
  let manifest: Json;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return;
  }
  if (typeof manifest !== 'object' || manifest === null) return;
  const folder = dirname(path);
  const pending: unknown[] = [manifest];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const entry = value as Json;
    if (typeof entry.file === 'string' && 'sha256' in entry) repairEntry(entry, join(folder, entry.file));
    pending.push(...Object.values(entry));
  }
  if (Array.isArray(manifest.groups)) {
    for (const [g, group] of manifest.groups.entries()) {
      if (group?.sha256 !== undefined) repairEntry(group, join(folder, `group-${g}.f32`));
    }
  }
  const graph = join(folder, 'graph/schema.json');
  if (typeof manifest.manifest === 'string' && existsSync(graph)) manifest.manifest = sha256(readFileSync(graph));
  if ('content' in manifest && 'sha256' in manifest) manifest.sha256 = sha256(JSON.stringify(manifest.content));
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 1)}\n`);
}

function repairEntry(entry: Json, path: string): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    // A name that is none, or of a file that is gone.
    return;
  }
  if ('bytes' in entry) entry.bytes = bytes.length;
  entry.sha256 = sha256(bytes);
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
