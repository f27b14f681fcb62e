import { HeteroGraphError } from '../../core/index.js';
import type { Groups } from './groups.js';

const MOST_GROUPS = 10;
const MOST_NAMES = 10;

/** `{a, b}; {c}`: groups by the names of their members, long ones cut. */
export function namedGroups(groups: readonly Int32Array[], names: readonly string[]): string {
  const shown = groups.slice(0, MOST_GROUPS).map((members) => {
    const some = Array.from(members.subarray(0, MOST_NAMES), (m) => names[m]!);
    const others = members.length - some.length;
    return `{${some.join(', ')}${others > 0 ? ` and ${others} more` : ''}}`;
  });
  const others = groups.length - shown.length;
  return `${shown.join('; ')}${others > 0 ? `; and ${others} more` : ''}`;
}

/** What is wrong with the comparisons as a whole; undefined where every contestant can be ranked with every other. */
export function disconnection(
  { weak, strong }: Groups,
  names: readonly string[],
  needsStrong: boolean,
): string | undefined {
  if (weak.length > 1) {
    return `There are ${weak.length} groups of contestants between which nothing was compared: ${namedGroups(weak, names)}.`;
  }
  if (!needsStrong || strong.length === 1) return undefined;
  return `There are ${strong.length} groups between which all wins go one way, so that no finite strengths fit best; those that won first: ${namedGroups(strong, names)}.`;
}

/** The error of comparisons that are not connected. */
export function notComparable(message: string, canHaveRidge: boolean): HeteroGraphError {
  const ridge = canHaveRidge ? ', or ridge: 0.1 (--ridge 0.1) to pull all strengths towards each other' : '';
  return new HeteroGraphError('NOT_COMPARABLE', message, {
    hint: `Compare more, or pass disconnected: 'separate' (--separate) for ranks within groups${ridge}.`,
  });
}
