/** Ascending rows of a 0/1 mask. */
export function rowsOfMask(mask: Uint8Array): Int32Array {
  const rows = new Int32Array(mask.length);
  let count = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows[count++] = row;
  return rows.slice(0, count);
}
