/**
 * What a converter makes of a cell: a value of the column's type, null where the cell means that there is none, undefined (or NaN) where it is
 * no value at all. Dates become seconds since 1970.
 */
export type ConvertedCell = string | number | bigint | boolean | Date | readonly number[] | null | undefined;

/** Converters by column, whatever the cells are. */
export type AnyConverters = Readonly<Record<string, (cell: never) => ConvertedCell>>;

/** What sources of values, which have nulls of their own, say of them. */
export interface ValueOptions {
  /** Strings that mean that there is no value, such as `['NA', '-']`; default none. */
  readonly nullText?: string | readonly string[];
  /**
   * By column, what makes a value of a cell: `{ price: (value) => Number(String(value).replace(',', '.')) }`. Missing cells are not given to it;
   * null means missing, undefined and an error that the cell is no value (see `onBadCell`).
   */
  readonly convert?: Readonly<Record<string, (value: unknown) => ConvertedCell>>;
}

/** A cell that its converter could make nothing of. */
export const NO_VALUE = Symbol('no value');

/**
 * The value that a converter makes of a cell; a converter that throws makes nothing of it.
 *
 * @param onError told the message of what a converter has thrown
 */
export function convertedCell(
  convert: (cell: never) => ConvertedCell,
  cell: unknown,
  onError: (message: string) => void,
): unknown {
  try {
    const value = convert(cell as never);
    return value === undefined || Number.isNaN(value) ? NO_VALUE : value;
  } catch (error) {
    onError(error instanceof Error ? error.message : String(error));
    return NO_VALUE;
  }
}

/** Seconds since 1970 in place of a `Date`; NaN of one that is none. */
export function plainDate(value: unknown): unknown {
  return value instanceof Date ? value.getTime() / 1000 : value;
}
