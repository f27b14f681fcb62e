import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles a program of this folder for a child process, below node_modules so that it finds its packages. */
export async function bundleChild(name: string): Promise<string> {
  const folder = join(import.meta.dirname, '../../../node_modules/.cache/heterograph');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}
