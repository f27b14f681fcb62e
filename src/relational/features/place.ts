import type { Table } from '../database/types.js';
import type { Move } from './plan.js';

/** A place that a path has come to. */
export interface Place {
  /** The table of the anchors, or one that moves lead to. */
  readonly table: Table;
  readonly focus: readonly Move[];
  /** For people, such as `driver < result (last) > constructor`. */
  readonly label: string;
  /** Tables, such as `driver < result > constructor`. */
  readonly path: string;
  /** Added to the tiers of all that is further. */
  readonly tier: number;
}
