import { DAY, type Spans } from './spans.js';

/** How many events there are in a window. */
export function countInto(out: Float64Array, { order, end }: Spans, start: Int32Array): void {
  for (let i = 0; i < start.length; i++) out[order[i]!] = end[i]! - start[i]!;
}

/** Days from the last (or first) event to the question; left as it is without events. @param times of the questions in seconds */
export function daysSinceInto(out: Float64Array, spans: Spans, times: Float64Array, which: 'last' | 'first'): void {
  eachSeen(spans, (question, begin, seen) => {
    const event = spans.index.times[which === 'last' ? begin + seen - 1 : begin]!;
    out[question] = (times[question]! - event) / DAY;
  });
}

/** Mean days between an event and the next, of all history; left as it is with fewer than two. */
export function daysBetweenInto(out: Float64Array, spans: Spans): void {
  const { times } = spans.index;
  eachSeen(spans, (question, begin, seen) => {
    if (seen > 1) out[question] = (times[begin + seen - 1]! - times[begin]!) / DAY / (seen - 1);
  });
}

/** Questions that see any events, with the place of the first one and how many there are. */
function eachSeen(
  { keys, firsts, order, end, index }: Spans,
  take: (question: number, begin: number, seen: number) => void,
): void {
  for (let a = 0; a < keys.length; a++) {
    const begin = index.begin[keys[a]!]!;
    for (let i = firsts[a]!; i < firsts[a + 1]!; i++) if (end[i]! > 0) take(order[i]!, begin, end[i]!);
  }
}
