import { idsOf } from '../../database/row-ids.js';
import { listOf } from '../rankers/lists.js';
import { listQuestionOf } from '../task/question.js';
import type { FittedListForecast } from './fit.js';

/** A list that was made for the test. */
export interface TestList {
  /** Of the anchor, in seconds since 1970. */
  readonly time: number;
  /** Whom it is for. */
  readonly id: string | number;
  /** Ids of items, or values, the best first. */
  readonly items: readonly (string | number)[];
  readonly scores: readonly number[];
  readonly happened: readonly (string | number)[];
}

/** The lists of the test anchors by what was kept, in their order. */
export function* testListsOf(fitted: FittedListForecast): Generator<TestList> {
  const { database, task, testLists, k } = fitted;
  const { entity, items } = listQuestionOf(database, task.query);
  const ids = idsOf(entity);
  const { rows, times, offsets, items: happened } = task.test;
  const named = (item: number) => items.ids[item]!;
  for (const [i, row] of rows.entries()) {
    const own = listOf(testLists, i);
    yield {
      ...{ time: times[i]!, id: ids[row]!, items: Array.from(own, named) },
      scores: Array.from(testLists.scores.subarray(i * k, i * k + own.length)),
      happened: Array.from(happened.subarray(offsets[i], offsets[i + 1]), named),
    };
  }
}
