import type { Anchors } from '../features/types.js';
import type { KnownLabels } from './types.js';

/** Which labels of a row count, of those known, the latest last. */
export type LabelsBefore = (labels: readonly number[]) => readonly number[];

/** Of each anchor the labels of its row that are known by then, the latest last; those of one time in the order of their values. */
export function* labelsBy({ rows, until, labels }: KnownLabels, anchors: Anchors): Generator<readonly number[]> {
  const order = Int32Array.from(labels.keys()).sort((a, b) => until[a]! - until[b]! || labels[a]! - labels[b]!);
  const byRow = new Map<number, { readonly until: number[]; readonly labels: number[] }>();
  for (const i of order) {
    const own = byRow.get(rows[i]!) ?? { until: [], labels: [] };
    own.until.push(until[i]!);
    own.labels.push(labels[i]!);
    byRow.set(rows[i]!, own);
  }
  for (const [i, row] of anchors.rows.entries()) {
    const own = byRow.get(row);
    const count = own ? own.until.filter((at) => at <= anchors.times[i]!).length : 0;
    yield own ? own.labels.slice(0, count) : [];
  }
}
