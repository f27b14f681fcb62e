import { type Pieces, RandomStream, type RunOptions } from '../../core/index.js';
import { EvenChoice } from './even-choice.js';
import type { Question } from './question.js';
import type { LabelledAnchors } from './types.js';

/** Rows between two pauses. */
const ROWS_A_PIECE = 20_000;

export interface LabelOptions {
  /** What is being labelled, for the progress. */
  readonly part: string;
  /** Rows at most; more are thinned out evenly by a seeded choice, before they are labelled. */
  readonly most: number;
  readonly seed: number;
  readonly onProgress: RunOptions['onProgress'] | undefined;
}

/** Labelled anchors, and whether all that there are were taken. */
export interface Labelled {
  readonly anchors: LabelledAnchors;
  readonly isWhole: boolean;
}

/** The rows to ask about at times, with what happened in the window after each. */
export function* labelAnchors(
  { entity, isAsked, labelOf }: Pick<Question, 'entity' | 'isAsked' | 'labelOf'>,
  times: readonly number[],
  { part, most, seed, onProgress }: LabelOptions,
): Pieces<Labelled> {
  const choice = new EvenChoice(most, new RandomStream(seed, `${part} rows`));
  const told = (done: number) => onProgress?.({ stage: `label ${part}`, done, total: times.length, unit: 'dates' });
  for (const [done, time] of times.entries()) {
    told(done);
    for (let row = 0; row < entity.numRows; row++) {
      if (row % ROWS_A_PIECE === 0) yield;
      choice.offer(row, time, () => (isAsked(row, time) ? labelOf(row, time) : Number.NaN));
    }
  }
  told(times.length);
  const { rows, times: at, labels, isWhole } = choice.chosen();
  const anchors = { table: entity.name, rows: Int32Array.from(rows), times: Float64Array.from(at) };
  return { anchors: { ...anchors, labels: Float64Array.from(labels) }, isWhole };
}
