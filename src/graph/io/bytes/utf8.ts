import { builtin, HeteroGraphError } from '../../../core/index.js';

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

/** Bytes before the first line that is not UTF-8, of bytes that end with a line feed; all where there is no such line. */
export function soundLength(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return bytes.length;
  for (let pos = 0; ; ) {
    const end = bytes.indexOf(10, pos) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(pos, end))) return pos;
    pos = end;
  }
}

export function invalidUtf8(file: string, row: number, hint: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_UTF8', 'The file is not valid UTF-8.', { file, row, hint });
}

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
