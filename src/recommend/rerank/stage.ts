import type { RunOptions } from '../../core/index.js';

/** A list on its way through the chain. */
export interface Candidates {
  /** Place of the list among those given. */
  readonly list: number;
  /** Best first, as the stage before left them. */
  readonly items: readonly (string | number)[];
  /** [items] as they were given; by place where there were none. */
  readonly scores: Float64Array;
  /**
   * [items], from 0 to 1: the scores of the whole list, scaled. After a stage, the item that it put first has the largest of them, and so on, so
   * that the next stage does not undo its work.
   */
  readonly relevance: Float64Array;
}

/** What a stage makes of a list. */
export interface StageOrder {
  /** Places, from 0, in the order before, of the items that go first. The others follow as they were. */
  readonly first: readonly number[];
  /** Why the item that is now at a place, from 0, of `first` was put there: half a sentence. */
  readonly why: (place: number) => string;
  /** What could not be had for this list. */
  readonly remark?: string;
}

/** One step of re-ranking: `maximalMarginalRelevance`, `calibrated`, `exposure`, `influence`, or one of your own. */
export interface RerankStage {
  /** As shown: 'calibrated'. */
  readonly name: string;
  /** An order for each list. @param k how long the lists will be in the end, at least 1 */
  order(
    lists: readonly Candidates[],
    k: number,
    run: RunOptions,
  ): readonly StageOrder[] | Promise<readonly StageOrder[]>;
  /** What it changed in all lists together, for people: one sentence. */
  describe?(before: readonly Candidates[], after: readonly Candidates[], k: number): string;
}
