import type { Pieces } from '../../core/index.js';
import type { Spans } from './spans.js';

/** Answers the questions `from` to `to`, which are of the key that is loaded. */
export type Answer<Events> = (events: Events, from: number, to: number) => void;

/** Events and questions between two pauses. */
const PIECE = 200_000;

/** Goes through the keys that are asked for and lets aggregates answer the questions of each. O(events of these keys + questions). */
export function* eachKey<Events extends { readonly count: number; load(key: number): void }>(
  { keys, firsts }: Spans,
  events: Events,
  answers: readonly Answer<Events>[],
): Pieces<void> {
  let done = 0;
  for (let a = 0; a < keys.length; a++) {
    const [from, to] = [firsts[a]!, firsts[a + 1]!];
    events.load(keys[a]!);
    for (const answer of answers) answer(events, from, to);
    done += events.count + to - from;
    if (done < PIECE) continue;
    done = 0;
    yield;
  }
}
