/** A 64-bit whole number from its halves. */
export function wide(low: number, high: number): number {
  return high * 4294967296 + (low >>> 0);
}

/** The second derivative above the count of rows, in units. */
export function secondOf(low: number, high: number, countBits: number): number {
  return high * 2 ** (32 - countBits) + (low >>> countBits);
}

/** Sums of a histogram over all its bins, four words each, in units. */
export function sumsOf(words: Int32Array, countBits: number): { readonly sumG: number; readonly sumH: number } {
  let [sumG, sumH] = [0, 0];
  for (let at = 0; at < words.length; at += 4) {
    sumG += wide(words[at]!, words[at + 1]!);
    sumH += secondOf(words[at + 2]!, words[at + 3]!, countBits);
  }
  return { sumG, sumH };
}
