/** Share of each category, adding up to 1; empty where nothing is known of the items. */
export type CategoryShares = ReadonlyMap<string, number>;

/** Adds items one by one, each spread evenly over its categories: p(g | u) and q(g | u) of Steck, RecSys 2018, equations 2 and 3. */
export class CategoryCounter {
  readonly #weights = new Map<string, number>();
  #total = 0;

  add(categories: readonly string[], weight: number): void {
    if (categories.length === 0) return;
    for (const name of categories) this.#weights.set(name, (this.#weights.get(name) ?? 0) + weight / categories.length);
    this.#total += weight;
  }

  /** Weight of the items with a category. */
  get total(): number {
    return this.#total;
  }

  weightOf(category: string): number {
    return this.#weights.get(category) ?? 0;
  }

  shares(): CategoryShares {
    return new Map([...this.#weights].map(([name, weight]) => [name, weight / this.#total]));
  }
}

/**
 * Kullback-Leibler divergence in nats of shares q from the wanted shares p, q smoothed to (1 - alpha) q + alpha p so that it is finite (Steck, RecSys
 * 2018, equations 5 and 6).
 *
 * @param shareOf q of a category
 */
export function divergence(wanted: CategoryShares, shareOf: (category: string) => number, alpha: number): number {
  let sum = 0;
  for (const [name, p] of wanted) if (p > 0) sum += p * Math.log(p / ((1 - alpha) * shareOf(name) + alpha * p));
  return Math.max(0, sum);
}
