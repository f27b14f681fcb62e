import type { WeightedCsr } from '../../core/index.js';
import { historyOf, pickedRows } from '../core/histories.js';
import type { Scorer } from '../core/scorer.js';
import { countsFor } from './neighbours.js';
import type { ItemKnnSettings } from './settings.js';

/**
 * An item's score is the sum of how alike it is to each item of the history that it is a neighbour of, times what that item counts for. An item
 * that is nobody's neighbour there comes below all others, with a negative score, in order of popularity.
 */
export function itemKnnScorer(
  train: WeightedCsr,
  neighbours: WeightedCsr,
  { strengths }: Pick<ItemKnnSettings, 'strengths'>,
  popularity: Float32Array,
): Scorer {
  const numItems = train.numCols;
  const most = popularity.reduce((a, b) => Math.max(a, b), 0);
  const rest = popularity.map((count) => count / (most + 1) - 1);
  const add = (into: Float32Array, item: number, times: number) => {
    const { items, strengths: values } = historyOf(neighbours, item);
    for (let i = 0; i < items.length; i++) into[items[i]!]! += times * values[i]!;
  };
  const scoreHistories = (histories: WeightedCsr) => {
    const scores = new Float32Array(histories.numRows * numItems);
    for (let row = 0; row < histories.numRows; row++) {
      const { items, strengths: values } = historyOf(histories, row);
      const counts = countsFor(values, strengths);
      const own = scores.subarray(row * numItems, (row + 1) * numItems);
      for (let i = 0; i < items.length; i++) add(own, items[i]!, counts[i]!);
      for (let item = 0; item < numItems; item++) if (own[item] === 0) own[item] = rest[item]!;
    }
    return scores;
  };
  return {
    scoreUsers: (users) => scoreHistories(pickedRows(train, users)),
    scoreHistories,
    scoreSimilar(items) {
      const scores = new Float32Array(items.length * numItems).fill(Number.NEGATIVE_INFINITY);
      for (let row = 0; row < items.length; row++) {
        const near = historyOf(neighbours, items[row]!);
        for (let i = 0; i < near.items.length; i++) scores[row * numItems + near.items[i]!] = near.strengths[i]!;
      }
      return scores;
    },
    explain({ items, strengths: values }, item) {
      const counts = countsFor(values, strengths);
      return Array.from(items, (own, i) => {
        const near = historyOf(neighbours, own);
        const at = near.items.indexOf(item);
        return { item: own, value: at < 0 ? 0 : counts[i]! * near.strengths[at]! };
      }).filter(({ value }) => value > 0);
    },
    state: () => ({ indptr: neighbours.indptr, indices: neighbours.indices, values: neighbours.values }),
  };
}
