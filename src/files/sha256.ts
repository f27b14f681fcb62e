import { nodeModule } from '../core/index.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');

/** SHA-256 in lower-case hexadecimal. */
export function sha256Hex(...contents: (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}
