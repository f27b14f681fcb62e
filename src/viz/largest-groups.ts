import { palette } from './svg.js';

/** Names with the most members, as many as there are colours, the largest first, then by name; empty text counts as none. */
export function largestGroups(names: Iterable<string>): string[] {
  const sizes = new Map<string, number>();
  for (const name of names) if (name !== '') sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return [...sizes]
    .sort(([a, sizeOfA], [b, sizeOfB]) => sizeOfB - sizeOfA || (a < b ? -1 : 1))
    .slice(0, palette.length)
    .map(([name]) => name);
}
