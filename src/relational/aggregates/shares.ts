import type { Answer } from './each-key.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/** A window and where its shares go, [questions]. */
export interface ShareOf {
  readonly window: Window;
  readonly out: Float64Array;
}

interface Known {
  readonly at: Float64Array | Int32Array;
  readonly known: Int32Array;
  readonly count: number;
}

/** Share of the events with a value in windows that have this one; left as it is where none has a value. O(events + questions). */
export function shares<Events extends Known>(of: number, spans: Spans, wanted: readonly ShareOf[]): Answer<Events> {
  const { order, end, index } = spans;
  const starts = wanted.map(({ window }) => spans.start(window));
  const before = new Int32Array(index.longest + 1);
  return ({ at, known, count }, first, last) => {
    for (let i = 0; i < count; i++) before[i + 1] = before[i]! + (at[i] === of ? 1 : 0);
    for (const [w, { out }] of wanted.entries()) {
      const start = starts[w]!;
      for (let i = first; i < last; i++) {
        const [from, to] = [start[i]!, end[i]!];
        const all = known[to]! - known[from]!;
        if (all > 0) out[order[i]!] = (before[to]! - before[from]!) / all;
      }
    }
  };
}
