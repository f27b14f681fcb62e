export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean, of at least two values. */
export function standardError(values) {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Rounded, to two decimals where nothing is said. */
export function fixed(value, decimals = 2) {
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}
