export interface ShopOptions {
  /** Default 10,000; there are an eighth as many customers. */
  readonly orders?: number;
  readonly seed?: number;
  /** Seed of the order of the rows of every file. */
  readonly order?: number;
}

export interface Shop {
  /** By name of the file, rows with the header first. */
  readonly tables: Readonly<Record<string, readonly (readonly (string | number)[])[]>>;
  /** What someone who knows the rule would look at, by customer id. */
  readonly known: ReadonlyMap<
    string,
    Readonly<Record<'isBasic' | 'gadgets' | 'returned' | 'recency' | 'count' | 'spent', number>>
  >;
}

export function makeShop(options?: ShopOptions): Shop;
export function writeShop(folder: string, options?: ShopOptions): Shop;
