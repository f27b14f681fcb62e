import type { ForeignKey, Table } from '../database/types.js';

/** Rows that come after what they refer to, of all that do: above it their number grows. */
const SHARE_LATER = 0.05;

/**
 * Whether rows go on to refer to a row after it became known, as orders do to a customer; not the items of an order or the results of a race, which are
 * there with it. So where more than one in twenty of the rows known
 * until a time are later than the row that they refer to, and where nothing tells. O(rows).
 */
export function growsLater(parent: Table, child: Table, key: ForeignKey, until: number): boolean {
  if (parent.time === undefined) return true;
  if (child.time === undefined) return false;
  let [known, later] = [0, 0];
  for (const [row, owner] of key.rows.entries()) {
    if (owner < 0) continue;
    const [own, before] = [child.time[row]!, parent.time[owner]!];
    // False of NaN.
    if (!(own <= until && before <= until)) continue;
    known++;
    if (own > before) later++;
  }
  return known === 0 || later > SHARE_LATER * known;
}
