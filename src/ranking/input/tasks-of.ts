import type { Preferences } from './preferences.js';

/** On how many tasks each contestant was compared, [contestants]. */
export function tasksOf({ names, offsets, items, units }: Preferences): Int32Array {
  const counts = new Int32Array(names.length);
  const last = new Int32Array(names.length).fill(-1);
  for (let r = 0; r < units.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      const item = items[k]!;
      if (last[item] !== units[r]) counts[item]!++;
      last[item] = units[r]!;
    }
  }
  return counts;
}
