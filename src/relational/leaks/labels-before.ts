import type { LabelledAnchors } from '../tasks/types.js';

/** Of each anchor of two parts the label of the same row's anchor before, whichever part it is of; NaN where there is none. */
export function labelsBefore(train: LabelledAnchors, valid: LabelledAnchors): readonly [Float64Array, Float64Array] {
  const out = [train, valid].map(({ labels }) => new Float64Array(labels.length).fill(Number.NaN));
  const byRow = new Map<number, { readonly part: number; readonly i: number; readonly time: number }[]>();
  for (const [part, { rows, times }] of [train, valid].entries()) {
    for (const [i, row] of rows.entries()) {
      const own = byRow.get(row);
      const place = { part, i, time: times[i]! };
      if (own) own.push(place);
      else byRow.set(row, [place]);
    }
  }
  const parts = [train, valid];
  for (const places of byRow.values()) {
    places.sort((a, b) => a.time - b.time);
    for (const [at, { part, i }] of places.entries()) {
      const earlier = places[at - 1];
      if (earlier) out[part]![i] = parts[earlier.part]!.labels[earlier.i]!;
    }
  }
  return out as [Float64Array, Float64Array];
}
