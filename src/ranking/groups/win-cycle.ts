import type { Preferences } from '../input/preferences.js';

/**
 * Whether ties and strengths of Davidson's model have a finite maximum, of contestants that are joined both ways by wins and ties: unless some cycle has more
 * wins than ties, all strengths can grow apart with the share of ties while every outcome becomes more likely. Bellman and Ford: O(contestants x pairs)
 * at worst, a few passes as a rule.
 */
export function winsOutnumberTies({ names, offsets, items, levelEnds, weights }: Preferences): boolean {
  // Room between two strengths: a win asks for 2 of it, a tie allows 2 either way. Impossible demands are a cycle as wanted.
  const bound = new Float64Array(names.length);
  for (let pass = 0; pass <= names.length; pass++) {
    let changed = false;
    for (let r = 0; r < weights.length; r++) {
      for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
        for (let l = k + 1; l < offsets[r + 1]!; l++) {
          const [i, j] = [items[k]!, items[l]!];
          const isTie = l < levelEnds[k]!;
          if (bound[i]! + (isTie ? 2 : -2) < bound[j]!) {
            bound[j] = bound[i]! + (isTie ? 2 : -2);
            changed = true;
          }
          if (isTie && bound[j]! + 2 < bound[i]!) {
            bound[i] = bound[j]! + 2;
            changed = true;
          }
        }
      }
    }
    if (!changed) return false;
    // No path without a cycle is that long.
    if (bound.some((value) => value < -2 * names.length)) return true;
  }
  return true;
}
