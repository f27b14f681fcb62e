/**
 * The categories of a column that have bins of their own, the most frequent first, from bin 1 on; bin 0 is for all others and for missing
 * values.
 *
 * @param values of all training rows
 */
export function categoryBins(values: Float64Array | Float32Array, maxBins: number, minDataInBin: number): Int32Array {
  const counts: number[] = [];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    while (counts.length <= value) counts.push(0);
    counts[value]!++;
  }
  const codes = Int32Array.from(counts.keys()).filter((code) => counts[code]! >= minDataInBin);
  codes.sort((a, b) => counts[b]! - counts[a]! || a - b);
  return codes.slice(0, maxBins - 1);
}

/** The bin of every category up to the highest that has one. */
export function binOfCategory(codes: Int32Array): Uint8Array {
  const bins = new Uint8Array(codes.reduce((most, code) => Math.max(most, code + 1), 0));
  for (let i = 0; i < codes.length; i++) bins[codes[i]!] = i + 1;
  return bins;
}
