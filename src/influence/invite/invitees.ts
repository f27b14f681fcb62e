import { type Table, tableFromArrays } from 'apache-arrow';
import type { RankedLists } from './rank-friends.js';

export interface InviteesSummary {
  readonly method: string;
  /** Longest list. */
  readonly k: number;
  /** Of the friends' type. */
  readonly numNodes: number;
  /** Reverse-reachable sets made, 0 where the method makes none. */
  readonly sets: number;
}

/** Whom to suggest to each inviter, best first: flat arrays of node numbers, external ids on demand. */
export class Invitees implements RankedLists {
  readonly summary: InviteesSummary;
  /** Node numbers, in the order given. */
  readonly inviters: Int32Array;
  readonly starts: Int32Array;
  readonly invitees: Int32Array;
  readonly scores: Float32Array;
  readonly #idOf: (node: number) => string | number;

  constructor(
    summary: InviteesSummary,
    inviters: Int32Array,
    { starts, invitees, scores }: RankedLists,
    idOf: (node: number) => string | number,
  ) {
    this.summary = summary;
    this.inviters = inviters;
    this.starts = starts;
    this.invitees = invitees;
    this.scores = scores;
    this.#idOf = idOf;
  }

  /** External id of a node, its number where it has none. */
  idOf(node: number): string | number {
    return this.#idOf(node);
  }

  /** The list of inviter i. */
  list(i: number): readonly { readonly id: string | number; readonly score: number }[] {
    const list: { id: string | number; score: number }[] = [];
    for (let at = this.starts[i]!; at < this.starts[i + 1]!; at++) {
      list.push({ id: this.#idOf(this.invitees[at]!), score: this.scores[at]! });
    }
    return list;
  }

  /** A row an invitee: inviter, rank from 1, invitee, score. */
  toArrow(): Table {
    const rank = new Int32Array(this.invitees.length);
    const inviter: (string | number)[] = [];
    for (let i = 0; i < this.inviters.length; i++) {
      for (let at = this.starts[i]!; at < this.starts[i + 1]!; at++) {
        rank[at] = at - this.starts[i]! + 1;
        inviter.push(this.#idOf(this.inviters[i]!));
      }
    }
    const invitee = Array.from(this.invitees, (node) => this.#idOf(node));
    return tableFromArrays({ inviter: column(inviter), rank, invitee: column(invitee), score: this.scores });
  }

  toJSON(): Record<string, unknown> {
    const lists = Array.from(this.inviters, (node, i) => ({ inviter: this.#idOf(node), invitees: this.list(i) }));
    return { ...this.summary, lists };
  }

  /** The first ten lists, a line each. */
  toString(): string {
    const { method, k } = this.summary;
    const lines = Array.from(this.inviters.subarray(0, 10), (node, i) => {
      const list = this.list(i).map(({ id, score }) => `${id} (${score.toPrecision(3)})`);
      return `${this.#idOf(node)}: ${list.join(', ') || 'nobody'}`;
    });
    const more = this.inviters.length - lines.length;
    return [
      `${this.inviters.length} inviters, at most ${k} each, ${method}`,
      ...lines,
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n');
  }
}

/** Numbers stay numbers where all are. */
function column(ids: (string | number)[]): (string | number)[] | Float64Array {
  return ids.every((id) => typeof id === 'number') ? Float64Array.from(ids as number[]) : ids.map(String);
}
