import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { ExternalId } from '../interactions/id.js';
import { itemKey } from '../metrics/item-lists.js';
import type { Candidates } from './stage.js';

/** A list to re-rank, such as those of `recommend`: longer than what will be shown, so that there is something to choose from. */
export interface ScoredList {
  /** Best first, each once. */
  readonly items: ArrayLike<ExternalId>;
  /** [items], larger is better; default: evenly spaced by place. */
  readonly scores?: ArrayLike<number>;
  /** Whom it is for; kept in the result. */
  readonly user?: string | number;
}

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE, DUPLICATE_ID naming the row of a list */
export function candidatesOf(given: ScoredList, list: number): Candidates {
  expectMembers(given, `lists[${list}]`, { items: 'list' });
  const items = Array.from(given.items, (item) => itemKey(item, 'lists', list));
  if (new Set(items).size < items.length) {
    throw new HeteroGraphError('DUPLICATE_ID', 'A list has an item twice.', {
      ...{ column: 'lists', row: list },
      hint: 'Give every item of a list once.',
    });
  }
  const scores = scoresOf(given.scores, items.length, list);
  return { list, items, scores, relevance: scaled(scores) };
}

function scoresOf(given: ArrayLike<number> | undefined, length: number, list: number): Float64Array {
  if (given === undefined) return Float64Array.from({ length }, (_, place) => 1 - place / length);
  expectArgument(given, 'numbers', `lists[${list}].scores`);
  if (given.length !== length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `A list has ${given.length} scores for ${length} items.`, {
      ...{ column: 'lists', row: list },
      hint: 'Give a score for every item, or none.',
    });
  }
  const scores = Float64Array.from(given);
  const bad = scores.findIndex((score) => !Number.isFinite(score));
  if (bad < 0) return scores;
  throw new HeteroGraphError('NON_FINITE', `A score is ${scores[bad]}.`, {
    ...{ column: 'lists', row: list },
    hint: 'Scores are finite numbers.',
  });
}

/** From 0, the smallest, to 1, the largest; 1 where all are equal. */
function scaled(scores: Float64Array): Float64Array {
  const low = scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const high = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  // By halves: the difference of the largest numbers would be infinite.
  const half = high / 2 - low / 2;
  return scores.map((score) => (half > 0 ? (score / 2 - low / 2) / half : 1));
}

/** The list in a new order: the places of `first`, then the others as they were. */
export function reordered({ list, items, scores, relevance }: Candidates, first: readonly number[]): Candidates {
  const order = orderOf(first, items.length);
  return {
    list,
    items: order.map((place) => items[place]!),
    scores: Float64Array.from(order, (place) => scores[place]!),
    relevance: Float64Array.from(relevance).sort().reverse(),
  };
}

/** All places: those of `first`, then the others ascending. @throws {HeteroGraphError} INDEX_OUT_OF_RANGE where a stage names a place twice, or one that is not there */
export function orderOf(first: readonly number[], length: number): number[] {
  const isTaken = new Uint8Array(length);
  for (const place of first) {
    if (isTaken[place] !== 0) {
      throw new HeteroGraphError(
        'INDEX_OUT_OF_RANGE',
        `A stage put place ${place} of ${length} first, twice or beyond.`,
        {
          hint: 'A stage names places of the list it was given, each once.',
        },
      );
    }
    isTaken[place] = 1;
  }
  return [...first, ...isTaken.keys()].filter((place, at) => at < first.length || isTaken[place] === 0);
}

/** The items of lists, for figures of all of them. */
export function itemsOf(lists: readonly Candidates[]): (readonly (string | number)[])[] {
  return lists.map(({ items }) => items);
}
