/**
 * Pairs of centre and context of walks: every node with those up to contextSize - 1 steps before and after it. Written to
 * `examples` [count, stride], whose further numbers stay. Returns the count.
 *
 * @param walks [walks, length], -1 after the end of a walk
 */
export function writePairs(
  walks: Int32Array,
  length: number,
  contextSize: number,
  stride: number,
  examples: Int32Array,
): number {
  const reach = contextSize - 1;
  let at = 0;
  for (let from = 0; from < walks.length; from += length) {
    let end = from;
    while (end < from + length && walks[end]! >= 0) end++;
    for (let i = from; i < end; i++) {
      const last = Math.min(end - 1, i + reach);
      for (let j = Math.max(from, i - reach); j <= last; j++) {
        if (j === i) continue;
        examples[at] = walks[i]!;
        examples[at + 1] = walks[j]!;
        at += stride;
      }
    }
  }
  return at / stride;
}

/** Pairs of a walk of so many nodes at most. */
export function pairsOfWalk(length: number, contextSize: number): number {
  const reach = Math.min(contextSize - 1, length - 1);
  return reach * (2 * length - 1 - reach);
}
