import type { Database } from '../database/types.js';
import { type ForecastFigures, figuresOf } from '../forecast/score.js';
import { numClassesOf } from '../tasks/num-classes.js';
import type { Question } from '../tasks/question.js';
import type { KeptForecast } from './kept-forecast.js';

/** How good a forecast was, beside the constants. */
export interface ScoredForecast {
  readonly name: string;
  readonly title: string;
  readonly isKept: boolean;
  readonly figures: ForecastFigures;
}

/** What happened in the window after a forecast. */
export interface Happened {
  /** 0 or 1, the number of the class, or the number, [rows]; NaN where nothing says. */
  readonly labels: Float64Array;
  /** Of the rows with a label; empty where none has, and where the forecast was learned of what happened then. */
  readonly scores: readonly ScoredForecast[];
  /** Rows whose class nobody had when the forecast was learned; not scored. */
  readonly numNewClasses: number;
}

/**
 * Scores a forecast by what happened.
 *
 * @param values of the forecast: probabilities [rows, classes], or numbers [rows]
 * @param learnedRows of each row, which it was when the forecast was learned
 */
export async function happenedAfter(
  { task, kept, constants }: KeptForecast,
  question: Question,
  { database, at, rows, values, learnedRows, isLearned }: Made,
): Promise<Happened> {
  const classes = new Map(task.classes?.map((name, place) => [name, place]));
  let numNewClasses = 0;
  const labels = Float64Array.from(rows, (row) => {
    const label = question.labelOf(row, at);
    if (task.kind !== 'classes' || Number.isNaN(label)) return label;
    const place = classes.get(question.classes![label]!);
    if (place === undefined) numNewClasses++;
    return place ?? Number.NaN;
  });
  const there = Int32Array.from(labels.keys()).filter((i) => !Number.isNaN(labels[i]!));
  if (there.length === 0 || isLearned) return { labels, scores: [], numNewClasses };
  const width = numClassesOf(task);
  const known = Float64Array.from(there, (i) => labels[i]!);
  const some = (of: Float64Array) =>
    Float64Array.from({ length: there.length * width }, (_, i) => {
      return of[there[Math.floor(i / width)]! * width + (i % width)]!;
    });
  const anchors = { table: task.table, rows, times: Float64Array.from(rows, () => at) };
  const part = { database, anchors, features: [], learnedRows };
  const scores: ScoredForecast[] = [];
  for (const { learner, forecaster } of constants) {
    const figures = await figuresOf(task.kind, some(await forecaster.predict(part)), known, width, 1);
    scores.push({ name: learner.name, title: learner.title, isKept: learner.name === kept.name, figures });
  }
  if (!scores.some(({ isKept }) => isKept))
    scores.push({ ...kept, isKept: true, figures: await figuresOf(task.kind, some(values), known, width, 1) });
  return { labels, scores, numNewClasses };
}

interface Made {
  readonly database: Database;
  readonly at: number;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly learnedRows: Int32Array;
  /** Whether it was learned of the window or of later ones, so that a score would be no measure. */
  readonly isLearned: boolean;
}
