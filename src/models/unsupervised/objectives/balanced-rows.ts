import type { RandomStream } from '../../../core/index.js';

/** Rows of every class that has some, by class; those below 0 are none. */
export function rowsOfClasses(labels: Int32Array): readonly Int32Array[] {
  const classes = new Map<number, number[]>();
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    const own = classes.get(label);
    if (own) own.push(row);
    else classes.set(label, [row]);
  }
  return [...classes].sort(([a], [b]) => a - b).map(([, rows]) => Int32Array.from(rows));
}

/**
 * Up to so many rows without repetition, as many of each class as of any other as far as it has them; all, ascending, where there are no more. Which class has one
 * row more than others is drawn too.
 */
export function balancedRows(classes: readonly Int32Array[], size: number, stream: RandomStream): Int32Array {
  const count = classes.reduce((sum, rows) => sum + rows.length, 0);
  if (size >= count) return Int32Array.from(classes.flatMap((rows) => [...rows])).sort();
  const order = stream.child('order').shuffle(Int32Array.from(classes.keys()));
  const drawn = classes.map((rows, c) => stream.child('class', c).shuffle(rows.slice()));
  const chosen = new Int32Array(size);
  let at = 0;
  for (let turn = 0; at < size; turn++) {
    for (const c of order) {
      if (at < size && turn < drawn[c]!.length) chosen[at++] = drawn[c]![turn]!;
    }
  }
  return chosen;
}
