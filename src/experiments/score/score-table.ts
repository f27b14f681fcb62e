import type { Score } from './score.js';

export function percent(value: number): string {
  return Number.isNaN(value) ? '-' : (100 * value).toFixed(2);
}

/** A figure of the table: its head, and its text of a score. */
type Column = readonly [head: string, text: (score: Score) => string];

const model: Column = ['model', (score) => score.model];
const rocAuc: Column = ['ROC-AUC', (score) => percent(score.rocAuc)];
const logLoss: Column = ['log loss', (score) => (Number.isNaN(score.logLoss) ? '-' : score.logLoss.toFixed(3))];
const seconds: Column = [
  'seconds',
  (score) =>
    Object.values(score.seconds)
      .reduce((sum, value) => sum + value, 0)
      .toFixed(1),
];

const ofTwoClasses: readonly Column[] = [
  model,
  ['AUC', rocAuc[1]],
  ['95 %', (score) => interval(score.rocAucInterval)],
  ['AP', (score) => percent(score.averagePrecision)],
  ['F1', (score) => percent(score.positive!.f1)],
  ['accuracy', (score) => percent(score.accuracy)],
  logLoss,
  ['s', seconds[1]],
];

const ofManyClasses: readonly Column[] = [
  model,
  ['micro-F1', (score) => percent(score.micro)],
  ['95 %', (score) => interval(score.microInterval)],
  ['macro-F1', (score) => percent(score.macro)],
  ['95 %', (score) => interval(score.macroInterval)],
  rocAuc,
  logLoss,
  seconds,
];

/** A table for people, with a sentence under it where one is needed. */
export interface ScoreTable {
  readonly heads: readonly string[];
  readonly rows: string[][];
  readonly note?: string;
}

/**
 * A table for people that fits into 80 columns for two classes, into 100 for more: the figures that matter for the number of classes, and the
 * 95 % intervals of the first. Of two classes ROC-AUC, average precision (AP) and F1 are of the class that is looked for.
 */
export function scoreTable(scores: readonly Score[]): ScoreTable {
  const positive = scores.at(-1)?.positive;
  const columns = positive && scores.every((score) => score.positive) ? ofTwoClasses : ofManyClasses;
  return {
    heads: columns.map(([head]) => head),
    rows: scores.map((score) => columns.map(([, text]) => text(score))),
    ...(columns === ofTwoClasses
      ? { note: `AUC (ROC-AUC), AP and F1 are of the class ${positive!.class}; s: seconds.` }
      : {}),
  };
}

function interval([low, high]: readonly [number, number]): string {
  const short = (value: number) => (Number.isNaN(value) ? '-' : (100 * value).toFixed(1));
  return `${short(low)}–${short(high)}`;
}
