import type { Anchors } from '../features/types.js';
import type { RunningSummary, SummaryOf } from './running-summary.js';
import type { KnownLabels } from './types.js';

type RowsAndTimes = Pick<Anchors, 'rows' | 'times'>;

/** Labels, or anchors, as if all were of one row. */
export function asOneRow<T extends { readonly rows: Int32Array }>(of: T): T {
  return { ...of, rows: new Int32Array(of.rows.length) };
}

/**
 * Of each anchor the summary of the labels of its row that are known by then, the latest last; those of one time in the order of their values. Undefined where
 * none is known. O(n log n) for n labels and anchors: each label is added once.
 */
export function answersBy(
  known: KnownLabels,
  anchors: RowsAndTimes,
  summaryOf: SummaryOf,
): (Float64Array | undefined)[] {
  const answers = new Array<Float64Array | undefined>(anchors.rows.length);
  const order = Int32Array.from(anchors.rows.keys()).sort((a, b) => anchors.times[a]! - anchors.times[b]!);
  const histories = historiesOf(known);
  for (const i of order) {
    const history = histories.get(anchors.rows[i]!);
    if (!history) continue;
    history.summary ??= summaryOf(Float64Array.from(history.places, (place) => known.labels[place]!));
    const before = history.added;
    for (; history.added < history.places.length; history.added++) {
      const place = history.places[history.added]!;
      if (known.until[place]! > anchors.times[i]!) break;
      history.summary.add(known.labels[place]!);
    }
    if (history.added > before) history.answer = history.summary.answer();
    answers[i] = history.answer;
  }
  return answers;
}

interface History {
  /** Of the row's labels, in the order in which they become known. */
  readonly places: number[];
  added: number;
  summary?: RunningSummary;
  /** Of those that were added. */
  answer?: Float64Array;
}

function historiesOf({ rows, until, labels }: KnownLabels): Map<number, History> {
  const order = Int32Array.from(labels.keys()).sort((a, b) => until[a]! - until[b]! || labels[a]! - labels[b]!);
  const histories = new Map<number, History>();
  for (const place of order) {
    const own = histories.get(rows[place]!);
    if (own) own.places.push(place);
    else histories.set(rows[place]!, { places: [place], added: 0 });
  }
  return histories;
}
