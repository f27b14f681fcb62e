/** Shares of places by provider. */
export interface Shares {
  readonly atLeast: Readonly<Record<string, number>>;
  readonly atMost: number | Readonly<Record<string, number>>;
}

/** The largest share of a provider. */
export function mostOf({ atMost }: Shares, provider: string): number {
  if (typeof atMost === 'number') return atMost;
  return Object.hasOwn(atMost, provider) ? atMost[provider]! : 1;
}

/** Room for shares such as 0.3 that are no sums of powers of two. */
const TINY = 1e-9;

/** Counts the places that providers have got so far, and who must or must not get the next one. */
export class ShareCounter {
  readonly #shares: Shares;
  readonly #counts = new Map<string, number>();
  #places = 0;

  constructor(shares: Shares) {
    this.#shares = shares;
  }

  add(provider: string | undefined): void {
    this.#places++;
    if (provider !== undefined) this.#counts.set(provider, this.#count(provider) + 1);
  }

  /** Places given away so far. */
  get places(): number {
    return this.#places;
  }

  /**
   * Who is to get the next place: providers below their share of the places up to this one, and where the places up to the end are only just
   * enough, all who are below their share at the end.
   *
   * @param left candidates that each provider still has
   * @param end number of places in the end
   */
  due(left: ReadonlyMap<string, number>, end: number): ReadonlySet<string> {
    const names = Object.keys(this.#shares.atLeast).filter((name) => (left.get(name) ?? 0) > 0);
    const missing = names.reduce(
      (sum, name) => sum + Math.min(left.get(name)!, Math.max(0, this.#lacks(name, end))),
      0,
    );
    const horizon = missing >= end - this.#places ? end : this.#places + 1;
    return new Set(names.filter((name) => this.#lacks(name, horizon) > 0));
  }

  /** Providers that have less than their share of the places given away. */
  short(): string[] {
    return Object.keys(this.#shares.atLeast).filter((name) => this.#lacks(name, this.#places) > 0);
  }

  /** Whether one place more would be above the provider's share. */
  isFull(provider: string): boolean {
    return this.#count(provider) >= this.#limit(provider);
  }

  /** Why an item of a provider gets the next place. */
  reason(provider: string | undefined, due: ReadonlySet<string>): string {
    const places = this.#places + 1;
    if (provider !== undefined && due.has(provider)) {
      const share = this.#shares.atLeast[provider]!;
      return `${provider} is due: ${this.#count(provider)} of ${this.#places} places so far, at least ${100 * share} % wanted`;
    }
    const full = [...this.#counts.keys()].filter((name) => this.isFull(name));
    if (full.length === 0) return 'the best of those that are left';
    return `${full.slice(0, 3).join(', ')} ${full.length === 1 ? 'has' : 'have'} all that is allowed of ${places} places`;
  }

  #lacks(provider: string, places: number): number {
    return Math.floor(this.#shares.atLeast[provider]! * places + TINY) - this.#count(provider);
  }

  #count(provider: string): number {
    return this.#counts.get(provider) ?? 0;
  }

  #limit(provider: string): number {
    return Math.ceil(mostOf(this.#shares, provider) * (this.#places + 1) - TINY);
  }
}
