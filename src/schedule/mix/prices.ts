/** Finer than any price: prices are looked at in millionths. */
const FINEST = 1e6;

/**
 * The largest amount of which all prices are whole multiples, from a millionth on; 0 where there is none, or all are 0. Totals of whole
 * numbers of devices are multiples of it too, so that lower bounds can be raised to the next.
 */
export function priceStep(prices: readonly number[]): number {
  let step = 0;
  for (const price of prices) {
    const whole = Math.round(price * FINEST);
    if (whole > Number.MAX_SAFE_INTEGER || Math.abs(whole - price * FINEST) > 1e-6) return 0;
    for (let rest = whole; rest > 0; ) [step, rest] = [rest, step % rest];
  }
  return step / FINEST;
}

/** The least total that is not below a bound, but for rounding. */
export function raised(bound: number, step: number): number {
  return step > 0 ? Math.max(bound, Math.ceil(bound / step - 1e-6) * step) : bound;
}
