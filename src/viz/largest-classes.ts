/** Of a confusion matrix: more classes than this have no room, and the smallest are drawn as one. */
export const MAX_CONFUSION_CLASSES = 60;

/**
 * Which classes a drawing shows by themselves where there are too many: the largest, in their order; the others become one.
 *
 * @param sizes one a class
 * @param limit of what is shown, the class of the others included
 * @returns new class of every class, [C]
 */
export function largestClasses(
  sizes: ArrayLike<number>,
  names: readonly string[],
  limit: number,
): { readonly place: Int32Array; readonly names: readonly string[] } {
  const all = Int32Array.from({ length: names.length }, (_, c) => c);
  if (names.length <= limit) return { place: all, names };
  const kept = all
    .slice()
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .slice(0, limit - 1)
    .sort();
  const place = new Int32Array(names.length).fill(kept.length);
  for (const [i, c] of kept.entries()) place[c] = i;
  return { place, names: [...Array.from(kept, (c) => names[c]!), `${names.length - kept.length} other classes`] };
}
