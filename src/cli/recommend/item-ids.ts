import type { IdIndex } from '../../graph/index.js';

/**
 * Ids of items as `--items` gives them: with commas between, and once or several times. An id that holds commas itself is one, where the catalogue has
 * it: of ids that begin at the same place the longest.
 */
export function itemIds(catalogue: IdIndex, given: readonly string[]): string[] {
  const most = mostCommas(catalogue);
  return given.flatMap((text) => {
    const parts = text.split(',');
    const ids: string[] = [];
    for (let from = 0; from < parts.length; ) {
      const { id, to } = longestId(catalogue, parts.slice(from, from + most + 1), from);
      ids.push(id);
      from = to;
    }
    return ids;
  });
}

/** @param parts those from place `from` on that an id can span */
function longestId(catalogue: IdIndex, parts: readonly string[], from: number): { id: string; to: number } {
  for (let count = parts.length; count > 0; count--) {
    const whole = parts.slice(0, count).join(',');
    const known = [whole, whole.trim()].find((id) => catalogue.indexOf(id) >= 0);
    if (known !== undefined) return { id: known, to: from + count };
  }
  return { id: parts[0]!.trim(), to: from + 1 };
}

/** In one id. */
function mostCommas(catalogue: IdIndex): number {
  let most = 0;
  for (let row = 0; row < catalogue.size; row++)
    most = Math.max(most, String(catalogue.idOf(row)).split(',').length - 1);
  return most;
}
