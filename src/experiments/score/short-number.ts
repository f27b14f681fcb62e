/** Four digits, whatever the size: 0.01234, 123.4, 1.234e+12. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(3);
  return value.toFixed(Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size || 1)))));
}
