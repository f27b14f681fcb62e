import { firstAfter } from '../../aggregates/first-after.js';
import { DAY } from '../../aggregates/spans.js';
import { TemporalIndex } from '../../aggregates/temporal-index.js';
import type { ListQuestion } from '../task/question.js';
import { type Popularity, popularityAt } from './popularity.js';

/** Numbers of items at times that are held. */
const MOST_HELD = 2 ** 22;

/** The links of a question by entity and by item in the order of the times from which on they are known, so that all up to a time is a range. */
export class ListHistory {
  readonly question: ListQuestion;
  readonly byEntity: TemporalIndex;
  readonly byItem: TemporalIndex;
  /** Lengths of windows in seconds, the shortest first: that of the forecast, and three and twelve times as long. */
  readonly windows: readonly number[];
  readonly #popularity = new Map<number, Popularity>();

  constructor(question: ListQuestion) {
    const { links, entity, items, horizon } = question;
    this.question = question;
    this.byEntity = new TemporalIndex(links.entities, links.known, entity.numRows);
    this.byItem = new TemporalIndex(links.items, links.known, items.ids.length);
    this.windows = [horizon, 3 * horizon, 12 * horizon];
  }

  get numItems(): number {
    return this.question.items.ids.length;
  }

  /** Behind the last link of an entity that is known by a time. */
  entityEnd(row: number, seen: number): number {
    return firstAfter(this.byEntity.times, this.byEntity.begin[row]!, this.byEntity.end(row), seen);
  }

  /** Behind the last link of an item that is known by a time. */
  itemEnd(item: number, seen: number): number {
    return firstAfter(this.byItem.times, this.byItem.begin[item]!, this.byItem.end(item), seen);
  }

  /** How often each item was linked to, as known by a time; those of the first times that are asked for are held. */
  popularity(seen: number): Popularity {
    const held = this.#popularity.get(seen);
    if (held) return held;
    const made = popularityAt(this, seen);
    // Anchors are asked about in the order of time, by one ranker after the other: the last one is asked for again at once.
    if (this.#popularity.size > 0 && (this.#popularity.size + 1) * this.numItems > MOST_HELD)
      this.#popularity.delete([...this.#popularity.keys()].at(-1)!);
    this.#popularity.set(seen, made);
    return made;
  }
}

/** From one time to another. */
export function daysBetween(from: number, to: number): number {
  return (to - from) / DAY;
}
