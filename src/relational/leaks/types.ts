/**
 * A column whose values tell what comes after the rows that would see them: `later date`, dates that are later than what may be seen; `later rows`, a summary
 * of rows that refer to its own and become known after it; `label`, one that alone tells nearly all of what is to be forecast.
 */
export interface Leak {
  /** As `table.column`. */
  readonly column: string;
  readonly kind: 'later date' | 'later rows' | 'label';
  /** Why it was found, to be read after the name of the column. */
  readonly why: string;
}

/** Which columns are looked at. */
export type IsAsked = (table: string, column: string) => boolean;
