import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Test files that name `dist`, a file in it or a benchmark (which imports it), themselves or in a helper that they import. */
export function testsOfDist(): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`)
    .filter((file) => namesDist(join(root, file), new Set()));
}

function namesDist(file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  if (/\b(dist|bench)\/\w|'dist'/.test(source)) return true;
  return [...source.matchAll(/from '(\.{1,2}\/[^']+)\.js'/g)]
    .map(([, path]) => join(dirname(file), `${path}.ts`))
    .filter((path) => path.startsWith(join(root, 'test')))
    .some((path) => namesDist(path, seen));
}
