import { sha256 } from '../core/index.js';

/** SHA-256 in lower-case hexadecimal. */
export function sha256Hex(...contents: (Uint8Array | string)[]): string {
  const hash = sha256();
  for (const content of contents) hash.update(content);
  return hash.hex();
}
