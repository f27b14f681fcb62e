import type { Csr, WeightedCsr } from '../../core/index.js';
import type { Asker } from './asker.js';
import { matrixOfHistories } from './histories.js';
import type { ItemRule } from './item-rule.js';
import { popularityCounts } from './popularity-counts.js';
import { listsAtOnce, type RankedItems, rankScores } from './rank.js';
import type { Scorer } from './scorer.js';
import { historyVectors, nearestItems, userVectors } from './vector-search.js';

export interface RankerOptions {
  readonly k: number;
  /** Whether items of the asker's own history may be in the list. */
  readonly seen: boolean;
  /** Items that may be shown; undefined: all. */
  readonly rule: ItemRule | undefined;
}

/** Makes lists by numbers of items of a scorer's scores, in blocks of bounded memory. */
export class Ranker {
  readonly #train: WeightedCsr;
  readonly #scorer: Scorer;
  #popularity: Float32Array | undefined;

  constructor(train: WeightedCsr, scorer: Scorer) {
    this.#train = train;
    this.#scorer = scorer;
  }

  /** Lists of askers of every kind, in their order. */
  rank(askers: readonly Asker[], options: RankerOptions): RankedItems {
    const { k } = options;
    const items = new Int32Array(askers.length * k);
    const scores = new Float32Array(askers.length * k);
    for (const by of ['fitted', 'folded-in', 'popularity'] as const) {
      const places = [...askers.keys()].filter((i) => askers[i]!.by === by);
      const ranked = this.#inBlocks(places.length, k, (from, to) => {
        const block = places.slice(from, to).map((i) => askers[i]!);
        return this.#rankBlock(by, block, options);
      });
      for (const [at, i] of places.entries()) {
        items.set(ranked.items.subarray(at * k, (at + 1) * k), i * k);
        scores.set(ranked.scores.subarray(at * k, (at + 1) * k), i * k);
      }
    }
    return { items, scores };
  }

  /** Items like each of those given, without itself. */
  similar(numbers: Int32Array, k: number, rule: ItemRule | undefined): RankedItems {
    return this.#inBlocks(numbers.length, k, (from, to) => {
      const block = numbers.subarray(from, to);
      const { cosines } = this.#scorer;
      if (cosines && rule === undefined) {
        return nearestItems(cosines.units, cosines.vectorsOf(block), k, oneEach(block, this.#train.numCols));
      }
      const leaveOut = (list: number) => block.subarray(list, list + 1);
      return rankScores(this.#scorer.scoreSimilar(block), this.#train.numCols, { k, leaveOut, rule });
    });
  }

  /** Lists of askers of one kind: by a search of vectors where scores are inner products and every item may be shown, else by all scores. */
  #rankBlock(by: Asker['by'], askers: readonly Asker[], { k, seen, rule }: RankerOptions): RankedItems {
    const { numCols } = this.#train;
    const histories = matrixOfHistories(
      askers.map(({ history }) => history),
      numCols,
    );
    const users = Int32Array.from(askers, ({ number }) => number ?? -1);
    if (by !== 'popularity' && rule === undefined) {
      const vectors = by === 'fitted' ? userVectors(this.#scorer, users) : historyVectors(this.#scorer, histories);
      if (vectors) return nearestItems(this.#scorer.factors!, vectors, k, seen ? undefined : histories);
    }
    const scores = () => {
      if (by === 'popularity') return this.#popular(askers.length);
      return by === 'fitted' ? this.#scorer.scoreUsers(users) : this.#scorer.scoreHistories(histories);
    };
    const leaveOut = (list: number) => (seen ? undefined : askers[list]!.history.items);
    return rankScores(scores(), numCols, { k, leaveOut, rule });
  }

  #popular(numLists: number): Float32Array {
    this.#popularity ??= popularityCounts(this.#train);
    const scores = new Float32Array(numLists * this.#train.numCols);
    for (let list = 0; list < numLists; list++) scores.set(this.#popularity, list * this.#train.numCols);
    return scores;
  }

  #inBlocks(numLists: number, k: number, rank: (from: number, to: number) => RankedItems): RankedItems {
    const items = new Int32Array(numLists * k).fill(-1);
    const scores = new Float32Array(numLists * k).fill(Number.NEGATIVE_INFINITY);
    const { numCols } = this.#train;
    if (numCols === 0) return { items, scores };
    const step = listsAtOnce(numCols);
    for (let from = 0; from < numLists; from += step) {
      const ranked = rank(from, Math.min(numLists, from + step));
      items.set(ranked.items, from * k);
      scores.set(ranked.scores, from * k);
    }
    return { items, scores };
  }
}

/** Rows of one item each. */
function oneEach(items: Int32Array, numItems: number): Csr {
  const indptr = Int32Array.from({ length: items.length + 1 }, (_, row) => row);
  return { numRows: items.length, numCols: numItems, indptr, indices: items };
}
