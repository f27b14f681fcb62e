import { type ShownTable, showAs, tablesHtml, tablesText } from '../../core/index.js';

/** An item that a stage moved up. */
export interface Move {
  readonly stage: string;
  readonly item: string | number;
  /** From 1, in the list that the stage began with. */
  readonly fromRank: number;
  /** From 1, at most k. */
  readonly toRank: number;
  readonly why: string;
}

/** A list in its new order. */
export interface RerankedList {
  readonly user?: string | number;
  /** Best first, at most k. */
  readonly items: readonly (string | number)[];
  /** [items], as they were given: no longer descending. */
  readonly scores: Float64Array;
  /** Stage by stage, by place. Items that only made room for others are not among them. */
  readonly moves: readonly Move[];
  /** What could not be had, such as a share for want of candidates. */
  readonly remarks: readonly string[];
}

export interface StageSummary {
  readonly name: string;
  /** Lists of which it changed the first k. */
  readonly changed: number;
  /** What came of it, in one sentence. */
  readonly effect?: string;
}

/** Lists in their new order, and what every stage did. */
export class Reranking {
  readonly lists: readonly RerankedList[];
  readonly stages: readonly StageSummary[];

  /** For the library; users call `rerank`. */
  constructor(lists: readonly RerankedList[], stages: readonly StageSummary[]) {
    this.lists = lists;
    this.stages = stages;
  }

  toJSON(): Record<string, unknown> {
    const lists = this.lists.map((list) => ({ ...list, scores: Array.from(list.scores) }));
    return { stages: this.stages, lists };
  }

  /** What the stages did, and the moves of the first list. */
  toString(): string {
    return tablesText(title(this), shownTables(this));
  }
}

showAs(Reranking.prototype, (self) => ({ 'text/html': tablesHtml(title(self), shownTables(self)) }));

function title({ lists }: Reranking): string {
  return `Lists in a new order: ${lists.length}`;
}

function shownTables({ lists, stages }: Reranking): ShownTable[] {
  const [first] = lists;
  return [
    {
      title: 'stages',
      heads: ['stage', 'lists changed', 'effect'],
      rows: stages.map(({ name, changed, effect = '' }) => [name, changed, effect]),
    },
    ...(first && first.moves.length > 0
      ? [
          {
            title: `moves in the list of ${first.user ?? 'the first user'}`,
            heads: ['item', 'from', 'to', 'stage', 'why'],
            rows: first.moves.map(({ item, fromRank, toRank, stage, why }) => [
              ...[String(item), fromRank, toRank, stage, why],
            ]),
          },
        ]
      : []),
  ];
}
