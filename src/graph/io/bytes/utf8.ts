import { builtin } from '../../../core/index.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Wrong bytes become replacement characters. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** @throws {TypeError} where the bytes are not UTF-8 */
export function decodeStrictUtf8(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
}

/** Whether the bytes are valid UTF-8; Node can tell without making a string. */
export const isUtf8: (bytes: Uint8Array) => boolean =
  builtin<typeof import('node:buffer')>('node:buffer')?.isUtf8 ??
  ((bytes) => {
    try {
      strictDecoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  });

const CHUNK_CHARS = 8192;

/** ISO 8859-1: each byte is the character of that number. (`TextDecoder` takes "latin1" for windows-1252.) */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_CHARS) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_CHARS));
  }
  return text;
}

/** Whether `bytes[start, end)` are the expected ones. */
export function equalBytes(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) return false;
  return true;
}
