// Chooses the tests of a source file: those that reach it by imports, the nearest first.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** Files that each file imports, from its text. */
export function importGraph(root) {
  const graph = new Map();
  for (const folder of ['src', 'test']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = `${folder}/${name}`;
      const text = readFileSync(join(root, file), 'utf8');
      const paths = [...text.matchAll(/(?:from|import\(|URL\()\s*'(\.{1,2}\/[^']+)\.[jt]s'/g)].map(([, path]) =>
        relative(root, join(root, dirname(file), `${path}.ts`)),
      );
      graph.set(file, paths);
    }
  }
  return graph;
}

/** @returns {string[]} test files: all of the mirrored folder, then up to `most` together by the number of imports to the file */
export function testsOf(file, graph, root, most) {
  const mirrored = dirname(file).replace(/^src/, 'test');
  const room = file.split('/')[1];
  const importers = new Map();
  for (const [from, paths] of graph)
    for (const path of paths) importers.set(path, [...(importers.get(path) ?? []), from]);
  const distance = new Map([[file, 0]]);
  const queue = [file];
  for (let at = 0; at < queue.length; at++) {
    for (const from of importers.get(queue[at]) ?? []) {
      if (distance.has(from)) continue;
      distance.set(from, distance.get(queue[at]) + 1);
      queue.push(from);
    }
  }
  const reaching = queue.filter((path) => path.endsWith('.test.ts'));
  // Tests of the command line start the built program: no import leads there. Those that name the command come first.
  if (room === 'cli' || room === 'experiments') {
    const word = basename(file, '.ts');
    const named = (path) => readFileSync(join(root, path), 'utf8').split(word).length;
    const cli = [...graph.keys()].filter((path) => /^test\/cli\/.*\.test\.ts$/.test(path));
    reaching.push(...cli.filter((path) => !distance.has(path)).sort((a, b) => named(b) - named(a)));
  }
  const rank = (path) => {
    if (dirname(path) === mirrored || path.startsWith(`${mirrored}/`)) return sameName(path, file) ? -200 : -100;
    const shared = dirname(path)
      .split('/')
      .filter((word) => mirrored.split('/').includes(word)).length;
    return (distance.get(path) ?? 50) - 20 * shared;
  };
  const ordered = reaching
    .filter((path) => existsSync(join(root, path)))
    .map((path, i) => ({ path, rank: rank(path), i }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i);
  const own = ordered.filter((each) => each.rank <= -100).length;
  return ordered.slice(0, Math.max(most, own)).map(({ path }) => path);
}

function sameName(test, file) {
  return basename(test, '.test.ts') === basename(file, '.ts');
}
