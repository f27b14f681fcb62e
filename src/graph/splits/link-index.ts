import { expectMembers, wrongArgument } from '../../core/index.js';
import type { TypedLinks } from './link-lists.js';

/** Which end of a link is asked for, the other one being known. */
export type LinkSide = 'target' | 'source';

/**
 * Links by question: for every pair of edge type and known end, its answers. Parallel links count once. Built by counting sorts,
 * O(links + nodes + edge types); {@link answersOf} is a binary search.
 */
export class LinkIndex {
  readonly side: LinkSide;
  /** Place of the edge type of every question, [questions], ascending. */
  readonly relation: Int32Array;
  /** Row of the known end, [questions]; ascending within an edge type. */
  readonly known: Int32Array;
  /** Answers of question i: `answers[offsets[i] .. offsets[i + 1]]`, ascending. */
  readonly offsets: Int32Array;
  readonly answers: Int32Array;

  constructor(links: TypedLinks, side: LinkSide) {
    expectMembers(links, 'links', { source: 'numbers', target: 'numbers', relation: 'numbers' });
    if (side !== 'target' && side !== 'source') throw wrongArgument(side, 'side', "'target' or 'source'");
    const { source, target, relation } = links;
    this.side = side;
    const [known, answer] = side === 'target' ? [source, target] : [target, source];
    const order = sortBy(relation, sortBy(known, sortBy(answer, undefined)));
    const keptRelation = new Int32Array(order.length);
    const keptKnown = new Int32Array(order.length);
    const offsets = new Int32Array(order.length + 1);
    const answers = new Int32Array(order.length);
    let questions = 0;
    let count = 0;
    for (const i of order) {
      const isSame =
        questions > 0 && keptRelation[questions - 1] === relation[i] && keptKnown[questions - 1] === known[i];
      if (isSame && answers[count - 1] === answer[i]) continue;
      if (!isSame) {
        keptRelation[questions] = relation[i]!;
        keptKnown[questions] = known[i]!;
        offsets[questions++] = count;
      }
      answers[count++] = answer[i]!;
    }
    offsets[questions] = count;
    this.relation = keptRelation.slice(0, questions);
    this.known = keptKnown.slice(0, questions);
    this.offsets = offsets.slice(0, questions + 1);
    this.answers = answers.slice(0, count);
  }

  /** Answers that are links, ascending; none where the question is not there. A view. */
  answersOf(relation: number, known: number): Int32Array {
    const question = this.#question(relation, known);
    return question < 0 ? this.answers.subarray(0, 0) : this.#answers(question);
  }

  /** The number of a link: its place in `answers`; -1 where there is no such link. */
  placeOf(relation: number, known: number, answer: number): number {
    const question = this.#question(relation, known);
    if (question < 0) return -1;
    const at = placeOf(this.#answers(question), answer);
    return at < 0 ? -1 : this.offsets[question]! + at;
  }

  #answers(question: number): Int32Array {
    return this.answers.subarray(this.offsets[question], this.offsets[question + 1]);
  }

  #question(relation: number, known: number): number {
    let low = 0;
    let high = this.relation.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const difference = this.relation[middle]! - relation || this.known[middle]! - known;
      if (difference === 0) return middle;
      if (difference < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** Where a value is in an ascending list; -1 where it is not. */
export function placeOf(ascending: Int32Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] === value) return middle;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Positions in ascending order of their value, those of one value in the order given (default: 0, 1, 2, ...). */
function sortBy(values: Int32Array, order: Int32Array | undefined): Int32Array {
  const starts = new Int32Array(values.reduce((most, value) => Math.max(most, value), -1) + 2);
  for (const value of values) starts[value + 1]!++;
  for (let v = 1; v < starts.length; v++) starts[v]! += starts[v - 1]!;
  const sorted = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const at = order ? order[i]! : i;
    sorted[starts[values[at]!]!++] = at;
  }
  return sorted;
}
