/** What lies between two quantiles of figures. */
export interface PercentileInterval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Figures that are not NaN; `low` and `high` are NaN where there are none. */
  readonly resamples: number;
}

/** The interval that holds a share of the figures, those that are NaN left out. */
export function percentiles(figures: Float64Array, level: number): PercentileInterval {
  const sorted = figures.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - level) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level, resamples: sorted.length };
}

/** Quantile of sorted values, linear between neighbours; NaN of none. */
export function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.ceil(position)];
  return low === undefined || high === undefined ? Number.NaN : low + (position - below) * (high - low);
}
