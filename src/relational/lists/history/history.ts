import { firstAfter } from '../../aggregates/first-after.js';
import { DAY } from '../../aggregates/spans.js';
import { TemporalIndex } from '../../aggregates/temporal-index.js';
import type { ListQuestion } from '../task/question.js';
import { type Popularity, popularityAt } from './popularity.js';

/** The links of a question by entity and by item in the order of the times from which on they are known, so that all up to a time is a range. */
export class ListHistory {
  readonly question: ListQuestion;
  readonly byEntity: TemporalIndex;
  readonly byItem: TemporalIndex;
  /** Lengths of windows in seconds, the shortest first: that of the forecast, and three and twelve times as long. */
  readonly windows: readonly number[];
  #popularity: Popularity | undefined;

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

  /** How often each item was linked to, as known by a time; the last one that was asked for is kept. */
  popularity(seen: number): Popularity {
    if (this.#popularity?.seen !== seen) this.#popularity = popularityAt(this, seen);
    return this.#popularity;
  }
}

/** From one time to another. */
export function daysBetween(from: number, to: number): number {
  return (to - from) / DAY;
}
