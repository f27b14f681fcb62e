import type { CodeSeries } from './code-series.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/** Share of the events with a code in a window that have this one; left as it is where none has a code. O(questions). */
export function shareInto(out: Float64Array, series: CodeSeries, spans: Spans, window: Window, code: number): void {
  const { order, begin, end } = spans;
  const start = spans.start(window);
  const { present } = series;
  const counts = series.count(code);
  for (let i = 0; i < order.length; i++) {
    const of = present.between(begin[i]!, start[i]!, end[i]!);
    if (of > 0) out[order[i]!] = counts.between(begin[i]!, start[i]!, end[i]!) / of;
  }
}
