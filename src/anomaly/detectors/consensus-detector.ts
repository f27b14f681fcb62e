import { HeteroGraphError } from '../../core/index.js';
import type { Ape } from '../ape/ape.js';
import { fitApe } from '../ape/fit.js';
import { apeSettings } from '../ape/settings.js';
import { type ExplainOptions, type Reason, strongest } from '../reasons.js';
import { OneHotDistance } from '../simple/one-hot-distance.js';
import { CodedColumns } from '../table/coded-columns.js';
import { type OrderedColumn, orderedColumns } from '../table/ordered-columns.js';
import { cellText, type EventTable, readColumns, readRow } from '../table/read-columns.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';

/** Values of all columns up to which it is fitted: its table of pairs of values grows with their square, its time with their cube. */
export const MOST_VALUES = 1000;

/** One way to see that a row is odd, and what it comes to over the rows learned from. */
interface View {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The mean of four views of a row, each less its mean over the rows learned from and over its standard deviation there: the score of APE; the greatest surprise of one
 * value given the others, by the same APE; the logarithm of the distance in a coding of values by 0 and 1; and, where columns have an order, how far out its
 * values lie. A row that one view takes as usual may be odd in another.
 */
export class ConsensusDetector implements AnomalyDetector {
  readonly #ape: Ape;
  readonly #distance: OneHotDistance;
  readonly #ordered: readonly OrderedColumn[];
  readonly #views: readonly View[];

  private constructor(ape: Ape, table: EventTable, ordered: readonly OrderedColumn[]) {
    const { columns } = ape.state.columns;
    this.#ape = ape;
    this.#ordered = ordered;
    const sizes = columns.map(({ dictionary }) => dictionary.size);
    this.#distance = new OneHotDistance(ape.state.columns.encode(table).codes, sizes);
    this.#views = this.#scores(table).map(viewOf);
  }

  /** @throws {HeteroGraphError} TOO_LARGE where columns have more than 1,000 values together; as `fitApe` does */
  static async fit(table: EventTable, options: FitDetectorOptions): Promise<ConsensusDetector> {
    const ordered = orderedColumns(readColumns(table, options.columns), options);
    const { columns } = CodedColumns.of(table, { ...options, bins: apeSettings(options.settings).bins });
    const numValues = columns.reduce((sum, { dictionary }) => sum + dictionary.size, 0);
    if (numValues > MOST_VALUES) {
      throw new HeteroGraphError('TOO_LARGE', `The columns have ${numValues} values together.`, {
        hint: `At most ${MOST_VALUES} are compared. Take the detector "ape", or leave columns out.`,
      });
    }
    return new ConsensusDetector(await fitApe(table, options), table, ordered);
  }

  get columns(): readonly string[] {
    return this.#ape.columns;
  }

  score(table: EventTable): Float64Array {
    const scores = this.#scores(table);
    return scores[0]!.map((_, row) => {
      let sum = 0;
      for (const [at, { mean, deviation }] of this.#views.entries()) sum += (scores[at]![row]! - mean) / deviation;
      return sum / this.#views.length;
    });
  }

  /** The reasons of APE, and values that lie far out in columns with an order; all as -log of shares, so they do not add up to the score. */
  explain(table: EventTable, row: number, { top }: ExplainOptions = {}): Reason[] {
    const cells = readRow(table, row, this.columns);
    const farOut = this.#ordered.map(({ name, mean, surprise }): Reason => {
      const [cell] = cells[name]!;
      return { columns: [name], values: [cellText(cell)], surprise: surprise(cell) - mean, isUnseen: false };
    });
    const reasons = [...this.#ape.surprises(table, row), ...farOut];
    return strongest(
      reasons.filter(({ surprise }) => surprise > 0),
      top,
    );
  }

  /** Of every view, [rows]. */
  #scores(table: EventTable): Float64Array[] {
    const { codes, numRows } = this.#ape.state.columns.encode(table);
    const distances = this.#distance.distances(codes, numRows).map((distance) => Math.log(1 + distance));
    const scores = [this.#ape.scoreCodes(codes, numRows), this.#ape.greatestSurprises(codes, numRows), distances];
    if (this.#ordered.length === 0) return scores;
    const { columns } = readColumns(table, this.columns);
    const sums = new Float64Array(numRows);
    for (const { name, surprise } of this.#ordered) {
      const values = columns.get(name)!;
      for (let at = 0; at < numRows; at++) sums[at]! += surprise(values[at]);
    }
    return [...scores, sums];
  }
}

/** Of sorted scores, so that rounding does not depend on the order of rows. */
function viewOf(scores: Float64Array): View {
  const sorted = scores.slice().sort();
  const mean = sorted.reduce((sum, score) => sum + score, 0) / sorted.length;
  const deviation = Math.sqrt(sorted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / sorted.length);
  return { mean, deviation: deviation > 1e-9 * Math.abs(mean) ? deviation : 1 };
}
