export interface ChurnShopOptions {
  /** Default 1,500. */
  readonly customers?: number;
  /** Default 900. */
  readonly days?: number;
  readonly seed?: number;
  /** Whether customers and orders have columns that were filled in at the end: `status`, `closed_on`, `spent`; `sent_back`. */
  readonly leaks?: boolean;
}

export interface ChurnShop {
  /** By name of the file, rows with the header first. */
  readonly tables: Readonly<Record<string, readonly (readonly (string | number)[])[]>>;
  /** Of a customer at a time in seconds since 1970: the chance of no order within so many days after it. */
  readonly churnChance: (id: string, seconds: number, horizonDays: number) => number;
}

export function makeChurnShop(options?: ChurnShopOptions): ChurnShop;
export function writeChurnShop(folder: string, options?: ChurnShopOptions): ChurnShop;
export function knownChances(
  shop: ChurnShop,
  anchors: { readonly rows: Int32Array; readonly times: Float64Array },
  ids: { idOf(row: number): unknown },
  horizonDays: number,
): Float64Array;
