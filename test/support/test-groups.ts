import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Test files that name `dist`, a file in it or a benchmark (which imports it), themselves or in a helper that they import. */
export function testsOfDist(): string[] {
  return testsThat(/\b(dist|bench)\/\w|'dist'/);
}

/**
 * Test files that change or measure what a process has once: its backend, its threads, its memory, its environment. The others of a worker share one
 * process, and load the modules of the library once.
 */
export function testsOfProcess(): string[] {
  return testsThat(
    /setBackend|initTensors|webgpu|tensorflow|getPool|threads|process\.|globalThis|child_process|worker_threads|memory|numTensors|usedBytes|vi\.[a-z]/i,
    // Of a helper these run in the first file alone that imports it.
    /^(after|before)(All|Each)\(/m,
  );
}

/** @param inHelper what to look for in helpers besides */
function testsThat(match: RegExp, inHelper?: RegExp): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`)
    .filter((file) => matches(join(root, file), [match], [match, ...(inHelper ? [inHelper] : [])], new Set()));
}

function matches(file: string, here: readonly RegExp[], inHelpers: readonly RegExp[], seen: Set<string>): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  if (here.some((match) => match.test(source))) return true;
  return [...source.matchAll(/from '(\.{1,2}\/[^']+)\.js'/g)]
    .map(([, path]) => join(dirname(file), `${path}.ts`))
    .filter((path) => path.startsWith(join(root, 'test')))
    .some((path) => matches(path, inHelpers, inHelpers, seen));
}
