import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** From every place to the places it imports. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

/** TypeScript files below `folder`, as paths relative to `root`. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Imports between the given files, those of types included; `text` reads a file. */
export function fileImports(files: readonly string[], text: (file: string) => string): ImportGraph {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = [...text(file).matchAll(importPattern)]
        .map(([, target]) => normalize(join(dirname(file), target!)).replace(/\.js$/, '.ts'))
        .filter((target) => known.has(target));
      return [file, new Set(targets)];
    }),
  );
}

/** The same between folders; the files that lie in a folder itself are a place of their own, beside its sub-folders. */
export function folderImports(files: ImportGraph): ImportGraph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const from = dirname(file);
    const found = folders.get(from) ?? new Set();
    folders.set(from, found);
    for (const target of targets) if (dirname(target) !== from) found.add(dirname(target));
  }
  return folders;
}

/** Groups of two or more places that import each other in a circle (Tarjan, SIAM Journal on Computing 1972), sorted. */
export function circles(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (place: string): void => {
    order.set(place, order.size);
    low.set(place, order.get(place)!);
    stack.push(place);
    onStack.add(place);
    for (const next of graph.get(place) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(place, Math.min(low.get(place)!, low.get(next)!));
      } else if (onStack.has(next)) low.set(place, Math.min(low.get(place)!, order.get(next)!));
    }
    if (low.get(place) !== order.get(place)) return;
    const group = stack.splice(stack.indexOf(place));
    for (const member of group) onStack.delete(member);
    if (group.length > 1) found.push(group.sort());
  };
  for (const place of graph.keys()) if (!order.has(place)) visit(place);
  return found.sort((a, b) => a[0]!.localeCompare(b[0]!));
}

/** Entries of rooms gather names from everywhere in their room: they are no place of the order inside it. */
export function isEntry(file: string): boolean {
  return /^src\/(index|[^/]+\/(index|internal))(\.browser)?\.ts$/.test(file) || file === 'src/cli/main.ts';
}

/** Reads the files of a checkout. */
export function readFrom(root: string): (file: string) => string {
  return (file) => {
    if (!existsSync(join(root, file))) throw new Error(`There is no ${file}.`);
    return readFileSync(join(root, file), 'utf8');
  };
}
