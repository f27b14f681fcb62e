import { checkExplain, type ExplainOptions, type Reason, strongest } from '../reasons.js';
import { NumberColumns } from '../table/number-columns.js';
import { type EventTable, readRow } from '../table/read-columns.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';

/** Scores of rows, one array a column. */
export type MatrixScores = (columns: readonly Float64Array[]) => Float64Array;

/**
 * A detector of numbers; categories are taken as -log of the share of rows with their value. A value is a reason as far as the row would be
 * less odd with the median of its column in its place.
 */
export class NumberDetector implements AnomalyDetector {
  readonly #numbers: NumberColumns;
  readonly #medians: readonly number[];
  readonly #scales: readonly number[];
  readonly #scores: MatrixScores;

  /** @param isScaled whether columns are brought to one scale first, for detectors that add up distances */
  constructor(
    table: EventTable,
    options: FitDetectorOptions,
    learn: (columns: readonly Float64Array[]) => MatrixScores,
    isScaled = false,
  ) {
    this.#numbers = NumberColumns.of(table, options);
    const columns = this.#numbers.encode(table);
    const sorted = columns.map((values) => values.slice().sort());
    this.#medians = sorted.map((values) => values[values.length >> 1]!);
    this.#scales = sorted.map((values) => (isScaled ? deviation(values) || 1 : 1));
    this.#scores = learn(this.#scaled(columns));
  }

  get columns(): readonly string[] {
    return this.#numbers.names;
  }

  /** Columns with missing numbers, which were taken as the median. */
  get imputed(): readonly string[] {
    return this.#numbers.imputed;
  }

  score(table: EventTable): Float64Array {
    return this.#scores(this.#scaled(this.#numbers.encode(table)));
  }

  explain(table: EventTable, row: number, options: ExplainOptions = {}): Reason[] {
    checkExplain(options);
    const cells = readRow(table, row, this.columns);
    const own = this.#numbers.encode(cells).map((values) => values[0]!);
    // The row as it is, and with each column at its median.
    const columns = own.map((value, column) => {
      const values = new Float64Array(own.length + 1).fill(value);
      values[column + 1] = this.#medians[column]!;
      return values;
    });
    const scores = this.#scores(this.#scaled(columns));
    const reasons = this.#numbers.shown(cells).map(({ text, isUnseen, isFarOut }, column) => ({
      ...{ columns: [this.columns[column]!], values: [text], isUnseen, isFarOut },
      surprise: scores[0]! - scores[column + 1]!,
    }));
    return strongest(reasons, options.top);
  }

  #scaled(columns: readonly Float64Array[]): Float64Array[] {
    return columns.map((values, at) =>
      this.#scales[at] === 1 ? values : values.map((value) => value / this.#scales[at]!),
    );
  }
}

/** Standard deviation of sorted values, so that rounding does not depend on the order of rows. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
