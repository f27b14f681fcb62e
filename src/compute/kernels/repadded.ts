/** Rows of `to` columns with the first ones of rows of `from` columns, and zeros behind them. */
export function repadded(x: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return x;
  const rows = x.length / from;
  const out = new Float32Array(rows * to);
  const width = Math.min(from, to);
  for (let r = 0; r < rows; r++) out.set(x.subarray(r * from, r * from + width), r * to);
  return out;
}
