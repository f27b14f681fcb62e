import type { Anchors } from '../../features/types.js';

/** Anchors with what happened in the window after each: the different items that the row was linked to. */
export interface ListAnchors extends Anchors {
  /** Of each anchor, where its items begin in `items`, [anchors + 1]. */
  readonly offsets: Int32Array;
  /** Items, each once an anchor, in the order of their ids: rows of the table of items, or places among the values of a column. */
  readonly items: Int32Array;
}

/** The parts of a task in the order of time. */
export interface ListTaskParts {
  readonly train: ListAnchors;
  readonly valid: ListAnchors;
  readonly test: ListAnchors;
}

/** Lists of items to be forecast. */
export interface ListTask extends ListTaskParts {
  readonly name: string;
  readonly query: string;
  /** The table whose rows lists are for. */
  readonly table: string;
  /** What is listed, for people: a table, or `table.column`. */
  readonly items: string;
  /** Length of the window that is forecast, in seconds. */
  readonly horizon: number;
  /** The first anchor of the validation and of the test, in seconds since 1970: where a frozen database ends. */
  readonly validFrom: number;
  readonly testFrom: number;
  /** What was assumed or left out, a sentence each. */
  readonly remarks: readonly string[];
}
