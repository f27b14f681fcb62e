import type { RandomStream } from '../../core/index.js';
import type { RowGroups } from './row-groups.js';
import type { NodeSplit, SplitFractions } from './split-parts.js';

/**
 * Deals out groups of rows whole: in random order, each to the part that then comes nearest to its share of every class. Where groups are large, parts are as near to their shares as those allow.
 *
 * @param rows to be split, ascending
 * @param labels the class of each row of the type, or -1; undefined: classes do not matter
 */
export function groupSplit(
  rows: Int32Array,
  { groups, names }: RowGroups,
  labels: { readonly values: Int32Array; readonly numClasses: number } | undefined,
  { train, valid, test }: SplitFractions,
  stream: RandomStream,
): NodeSplit {
  const numClasses = (labels?.numClasses ?? 0) + 1;
  const classOf = (row: number) => (labels ? labels.values[row]! + 1 : 0);
  const members: number[][] = names.map(() => []);
  const totals = new Float64Array(numClasses);
  for (const row of rows) {
    members[groups[row]!]!.push(row);
    totals[classOf(row)]!++;
  }
  const shares = [train, valid, test, Math.max(0, 1 - train - valid - test)];
  // What each part still lacks of each class, as a share of the class: a row of a rare class counts for more.
  const lacks = shares.map((share) => new Float64Array(numClasses).fill(share));
  const parts: number[][] = shares.map(() => []);
  for (const group of stream.permutation(names.length)) {
    const counts = new Float64Array(numClasses);
    for (const row of members[group]!) counts[classOf(row)]! += 1 / totals[classOf(row)]!;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (const [part, share] of shares.entries()) {
      if (share === 0) continue;
      const gain = counts.reduce((sum, count, c) => sum + count * (2 * lacks[part]![c]! - count), 0);
      if (gain > most) [best, most] = [part, gain];
    }
    parts[best]!.push(...members[group]!);
    for (let c = 0; c < numClasses; c++) lacks[best]![c]! -= counts[c]!;
  }
  const [first, second, third] = parts.map((part) => Int32Array.from(part).sort());
  return { train: first!, valid: second!, test: third! };
}
