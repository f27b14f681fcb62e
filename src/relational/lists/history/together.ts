import type { ListHistory } from './history.js';

/** Of the latest items of an entity so many are looked at, of each the latest links of others, and of each of those the latest links. */
const OWN = 10;
const OTHERS = 50;
const EACH = 20;

/**
 * Items that others had who had the same: of each of an entity's latest items the share of the latest others with it who also had an item, summed
 * (the confidence of rules from one item to another, Agrawal et al., SIGMOD 1993). Nothing later than the time that is asked about is seen.
 */
export class Together {
  /** Items with a score, in no order that means anything. */
  items: number[] = [];
  /** By item; 0 of all others. */
  readonly scores: Float64Array;
  readonly #history: ListHistory;
  readonly #counts: Int32Array;
  readonly #takenBy: Int32Array;
  readonly #asked: Int32Array;
  #round = 0;
  #other = 0;

  constructor(history: ListHistory) {
    this.#history = history;
    this.scores = new Float64Array(history.numItems);
    this.#counts = new Int32Array(history.numItems);
    this.#takenBy = new Int32Array(history.numItems);
    this.#asked = new Int32Array(history.question.entity.numRows);
  }

  /** @param own items of the entity, the latest first */
  look(row: number, seen: number, own: Int32Array): void {
    for (const item of this.items) this.scores[item] = 0;
    this.items = [];
    for (const item of own.subarray(0, OWN)) this.#add(row, seen, item);
  }

  #add(row: number, seen: number, item: number): void {
    const { byItem, question } = this.#history;
    const end = this.#history.itemEnd(item, seen);
    const begin = Math.max(byItem.begin[item]!, end - OTHERS);
    const round = ++this.#round;
    const found: number[] = [];
    let numOthers = 0;
    for (let at = begin; at < end; at++) {
      const other = question.links.entities[byItem.rows[at]!]!;
      if (other === row || this.#asked[other] === round) continue;
      this.#asked[other] = round;
      numOthers++;
      this.#count(other, seen, item, found);
    }
    for (const each of found) {
      if (this.scores[each] === 0) this.items.push(each);
      this.scores[each]! += this.#counts[each]! / numOthers;
      this.#counts[each] = 0;
    }
  }

  /** Counts each of the latest items of another entity once. */
  #count(other: number, seen: number, item: number, found: number[]): void {
    const { byEntity, question } = this.#history;
    const end = this.#history.entityEnd(other, seen);
    const mark = ++this.#other;
    for (let at = Math.max(byEntity.begin[other]!, end - EACH); at < end; at++) {
      const each = question.links.items[byEntity.rows[at]!]!;
      if (each === item || this.#takenBy[each] === mark) continue;
      this.#takenBy[each] = mark;
      if (this.#counts[each]!++ === 0) found.push(each);
    }
  }
}
