import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles a program in TypeScript for a child process, below node_modules so that it finds its packages. */
export async function bundleChild(program: string): Promise<string> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/heterograph');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(program, '.ts')}-${process.pid}.mjs`);
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}
