import type { Answer } from './each-key.js';
import type { KeyNumbers } from './key-numbers.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/** A look at every number of every window is the faster way up to so many of them for each event. */
const LOOKS = 4;

/** Least or greatest number of a window; left as it is where there is none. O(events + questions). */
export function extreme(out: Float64Array, spans: Spans, window: Window, which: 'min' | 'max'): Answer<KeyNumbers> {
  const { order, end, index } = spans;
  const start = spans.start(window);
  const sign = which === 'max' ? 1 : -1;
  const queue = new Int32Array(index.longest);
  return ({ at, count }, first, last) => {
    if (window === 'all') {
      ofAll(first, last, at);
      return;
    }
    let looks = 0;
    for (let i = first; i < last; i++) looks += end[i]! - start[i]!;
    if (looks > LOOKS * count + 64) {
      byQueue(first, last, at);
      return;
    }
    for (let i = first; i < last; i++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let place = start[i]!; place < end[i]!; place++) if (sign * at[place]! > best) best = sign * at[place]!;
      if (best > Number.NEGATIVE_INFINITY) out[order[i]!] = sign * best + 0;
    }
  };

  /** All history only grows. */
  function ofAll(first: number, last: number, at: Float64Array): void {
    let [best, seen] = [Number.NEGATIVE_INFINITY, 0];
    for (let i = first; i < last; i++) {
      for (; seen < end[i]!; seen++) if (sign * at[seen]! > best) best = sign * at[seen]!;
      if (best > Number.NEGATIVE_INFINITY) out[order[i]!] = sign * best + 0;
    }
  }

  /** As windows only move forward, a queue of those numbers that can still become the answer serves all of them. */
  function byQueue(first: number, last: number, at: Float64Array): void {
    let [head, tail, pushed] = [0, 0, 0];
    for (let i = first; i < last; i++) {
      const [from, to] = [start[i]!, end[i]!];
      if (from >= pushed) [head, tail, pushed] = [0, 0, from];
      for (; pushed < to; pushed++) {
        const value = sign * at[pushed]!;
        if (Number.isNaN(value)) continue;
        while (tail > head && sign * at[queue[tail - 1]!]! <= value) tail--;
        queue[tail++] = pushed;
      }
      while (head < tail && queue[head]! < from) head++;
      if (head < tail) out[order[i]!] = at[queue[head]!]!;
    }
  }
}
