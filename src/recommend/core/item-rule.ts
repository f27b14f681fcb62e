import type { Csr } from '../../core/index.js';

/** Which items may be in a list, by number. */
export interface ItemRule {
  /** [items], 1 where an item may be shown; absent: all. */
  readonly allowed?: Uint8Array;
  readonly perCategory?: {
    /** [items, categories]. */
    readonly categories: Csr;
    readonly atMost: number;
  };
}
