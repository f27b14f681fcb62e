import type { TermTable } from '../bytes/term-table.js';

/**
 * Short names of IRIs: what follows the last `#`, `/` or `:`. IRIs whose short names are equal, empty or taken keep their
 * full form, so that names stay distinct.
 */
export function shortNames(iris: TermTable, taken: readonly string[] = []): string[] {
  const full = Array.from({ length: iris.size }, (_, term) => iris.text(term));
  const short = full.map(lastPart);
  const uses = new Map<string, number>([...taken, ''].map((name) => [name, 2]));
  for (const name of short) uses.set(name, (uses.get(name) ?? 0) + 1);
  return short.map((name, i) => (uses.get(name) === 1 ? name : full[i]!));
}

function lastPart(iri: string): string {
  const at = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/'), iri.lastIndexOf(':'));
  return iri.slice(at + 1);
}
