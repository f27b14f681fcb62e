import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const entries = Object.keys(manifest.exports).filter((name) => name.startsWith('./') && !name.endsWith('.json'));

/** The pieces of TypeScript of a Markdown file. */
export function codeOf(path: string): string[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
}

/** Runs a program that imports the library by its name, bundled from the sources: what it prints, and after that the `picture` it exports. */
export async function runCode(code: string): Promise<string> {
  // Below node_modules, so that the program's packages are found.
  const folder = mkdtempSync(join(root, 'node_modules/.documented-code-'));
  try {
    const outfile = join(folder, 'program.mjs');
    await build({
      stdin: { contents: code, loader: 'ts', resolveDir: root },
      alias: Object.fromEntries([
        ...entries.map((name) => [`heterograph/${name.slice(2)}`, join(root, 'src', name, 'index.ts')]),
        ['heterograph', join(root, 'src/index.ts')],
      ]),
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'silent',
    });
    const url = JSON.stringify(pathToFileURL(outfile).href);
    const program = `const { picture = '' } = await import(${url}); process.stdout.write(picture);`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', cwd: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
