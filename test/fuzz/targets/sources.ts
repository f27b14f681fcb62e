import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomStream } from '../../../src/core/index.js';
import type { FileSource, NamedStream } from '../../../src/graph/index.js';

/** A file as readers may get it: by path, whole, or in pieces of any size with empty ones among them. */
export type Opener = (file: string) => FileSource;

export function asPaths(folder: string): Opener {
  return (file) => join(folder, file);
}

export function inPieces(folder: string, random: RandomStream): Opener {
  return (file): FileSource => {
    const path = join(folder, file);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
    const bytes = readFileSync(path);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = random.nextInt(4) === 0 ? random.nextInt(3) : 1 + random.nextInt(bytes.length);
      pieces.push(bytes.slice(at, at + size));
      at += size;
    }
    return { name: path, bytes: [...pieces, new Uint8Array(0)] } satisfies NamedStream;
  };
}
