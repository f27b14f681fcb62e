import type { IdIndex } from '../../graph/index.js';

/**
 * Ids of items as `--items` gives them: with commas between, and once or several times. An id that holds commas itself is one, where the catalogue has
 * it: of ids that begin at the same place the longest.
 */
export function itemIds(catalogue: IdIndex, given: readonly string[]): string[] {
  return given.flatMap((text) => {
    const parts = text.split(',');
    const ids: string[] = [];
    for (let from = 0; from < parts.length; ) {
      const { id, to } = longestId(catalogue, parts, from);
      ids.push(id);
      from = to;
    }
    return ids;
  });
}

function longestId(catalogue: IdIndex, parts: readonly string[], from: number): { id: string; to: number } {
  for (let to = parts.length; to > from; to--) {
    const whole = parts.slice(from, to).join(',');
    const known = [whole, whole.trim()].find((id) => catalogue.indexOf(id) >= 0);
    if (known !== undefined) return { id: known, to };
  }
  return { id: parts[from]!.trim(), to: from + 1 };
}
