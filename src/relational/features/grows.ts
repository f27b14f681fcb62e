import type { ForeignKey, Table } from '../database/types.js';

/** Rows at other times than most, of all that refer to a table: above it their times tell something. */
const SHARE_OTHER = 0.05;

/**
 * Whether the rows that refer to a row have times of their own, as a customer's orders do; not the items of an order, the results of a race or its
 * qualifying the day before, which come together. So where more than one in twenty of the rows known until a time do not keep the one distance, of no time
 * or before, that most keep from the row that they refer to, and where nothing tells. O(rows).
 */
export function growsLater(parent: Table, child: Table, key: ForeignKey, until: number): boolean {
  if (parent.time === undefined) return true;
  if (child.time === undefined) return false;
  /** Seconds after the row that is referred to; NaN where either is not known by then. */
  const distance = (row: number) => {
    const owner = key.rows[row]!;
    if (owner < 0) return Number.NaN;
    const [own, before] = [child.time![row]!, parent.time![owner]!];
    return own <= until && before <= until ? own - before : Number.NaN;
  };
  // The one that more than half have, if there is one (Boyer and Moore's vote).
  let [most, votes] = [Number.NaN, 0];
  for (let row = 0; row < child.numRows; row++) {
    const own = distance(row);
    if (Number.isNaN(own)) continue;
    if (votes === 0) most = own;
    votes += own === most ? 1 : -1;
  }
  let [known, others] = [0, 0];
  for (let row = 0; row < child.numRows; row++) {
    const own = distance(row);
    if (Number.isNaN(own)) continue;
    known++;
    if (own !== most) others++;
  }
  return known === 0 || most > 0 || others > SHARE_OTHER * known;
}
