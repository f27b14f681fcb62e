import { compareIds } from '../../graph/internal.js';
import { numClassesOf } from '../tasks/num-classes.js';
import type { ForecastTask } from '../tasks/types.js';

/** Predictions in the order of a list. */
export interface Ranked {
  /** Probabilities [rows, classes], or numbers [rows]. */
  readonly all: Float64Array;
  /** What the list is ordered by, [rows], falling: the number, the probability of the second of two classes, or that of the likeliest. */
  readonly values: Float64Array;
  /** Of several classes the likeliest, [rows]. */
  readonly best: Int32Array;
  /** Something of the rows in the order of the list. */
  take(of: Int32Array): Int32Array;
}

/**
 * The highest first, of equal ones in the order of their ids, so that the order of rows changes nothing.
 *
 * @param all probabilities [rows, classes], or numbers [rows]
 */
export function ranked(
  all: Float64Array,
  task: Pick<ForecastTask, 'kind' | 'classes'>,
  ids: readonly (string | number)[],
): Ranked {
  const numClasses = numClassesOf(task);
  const best = Int32Array.from(ids, (_, i) => {
    if (task.kind !== 'classes') return numClasses - 1;
    const own = all.subarray(i * numClasses, (i + 1) * numClasses);
    return own.indexOf(own.reduce((most, value) => Math.max(most, value)));
  });
  const score = (i: number) => all[i * numClasses + best[i]!]!;
  const order = Int32Array.from(ids.keys()).sort((a, b) => score(b) - score(a) || compareIds(ids[a]!, ids[b]!));
  const sorted = new Float64Array(all.length);
  for (const [place, i] of order.entries())
    sorted.set(all.subarray(i * numClasses, (i + 1) * numClasses), place * numClasses);
  return {
    all: sorted,
    values: Float64Array.from(order, score),
    best: Int32Array.from(order, (i) => best[i]!),
    take: (of) => Int32Array.from(order, (i) => of[i]!),
  };
}
