import type { Spans } from './spans.js';
import type { Window } from './window.js';

/**
 * Least or greatest number of a window; left as it is where there is none. As the windows of a key only move forward, a queue of those numbers that can
 * still become the answer serves all of them: O(events + questions).
 *
 * @param at number of each place, NaN where it is missing
 */
export function extremeInto(
  out: Float64Array,
  at: Float64Array,
  spans: Spans,
  window: Window,
  which: 'min' | 'max',
): void {
  const { order, begin, end } = spans;
  const start = spans.start(window);
  const sign = which === 'max' ? 1 : -1;
  let queue = new Int32Array(1024);
  let [head, tail, pushed, key] = [0, 0, 0, -1];
  for (let i = 0; i < order.length; i++) {
    const [from, to] = [start[i]!, end[i]!];
    if (begin[i] !== key || from >= pushed) {
      [head, tail, pushed, key] = [0, 0, from, begin[i]!];
    }
    for (; pushed < to; pushed++) {
      const value = sign * at[pushed]!;
      if (Number.isNaN(value)) continue;
      while (tail > head && sign * at[queue[tail - 1]!]! <= value) tail--;
      if (tail === queue.length) {
        queue.copyWithin(0, head, tail);
        [head, tail] = [0, tail - head];
        if (2 * tail > queue.length) queue = grown(queue);
      }
      queue[tail++] = pushed;
    }
    while (head < tail && queue[head]! < from) head++;
    if (head < tail) out[order[i]!] = at[queue[head]!]!;
  }
}

function grown(queue: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * queue.length);
  larger.set(queue);
  return larger;
}
