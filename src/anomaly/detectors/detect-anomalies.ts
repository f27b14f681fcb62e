import * as z from 'zod/mini';
import { checkOptions, expectArgument, option } from '../../core/index.js';
import type { Reason } from '../reasons.js';
import { kindsOf, wholeAmounts } from '../table/kinds.js';
import { type EventTable, readColumns } from '../table/read-columns.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';
import { type DetectorName, expectDetector, fitDetector } from './fit-detector.js';
import { NumberDetector } from './number-detector.js';
import { anomalyThreshold } from './threshold.js';

export interface DetectAnomaliesOptions extends FitDetectorOptions {
  /** Default `auto`, by what the columns are. */
  readonly detector?: DetectorName | 'auto';
  /** Share of the rows that are taken as odd; default none is: without labels nobody can say how many there are. */
  readonly contamination?: number;
  /** Rows that are explained, the oddest first; default 20. */
  readonly top?: number;
  /** Reasons of each; default 3. */
  readonly reasons?: number;
}

/** A row among the oddest. */
export interface OddRow {
  readonly row: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

export interface AnomalyReport {
  readonly detector: DetectorName;
  /** Why it is that one. */
  readonly why: string;
  readonly fitted: AnomalyDetector;
  /** Of every row, [rows]; the higher, the odder. */
  readonly scores: Float64Array;
  /** The oddest rows, the oddest first; of equal scores the first ones. */
  readonly oddest: readonly OddRow[];
  /** With `contamination`: from which score on a row is taken as odd. */
  readonly threshold?: number;
  readonly remarks: readonly string[];
}

const schema = z.object({
  detector: z.optional(z.string()),
  contamination: z.optional(option.fraction),
  top: z.optional(option.countFrom(0)),
  reasons: z.optional(option.countFrom(0)),
});

/**
 * The odd rows of a table, learned from the same rows and with reasons. Nothing is compared: without labels nothing says which detector is right, so it
 * is chosen by what the columns are, and the report says why.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL; as `fitDetector` does
 * @example
 * const { oddest, why } = await detectAnomalies({ user: ['ann', 'ann', 'bob'], host: ['db', 'db', 'web'] }, { top: 1 });
 */
export async function detectAnomalies(table: EventTable, options: DetectAnomaliesOptions = {}): Promise<AnomalyReport> {
  expectArgument(table, 'object', 'table');
  expectArgument(options, 'object', 'options');
  const { detector: named = 'auto', contamination, top = 20, reasons = 3, ...fit } = options;
  checkOptions(schema, { detector: named, contamination, top, reasons });
  if (named !== 'auto') expectDetector(named);
  const { detector, why } =
    named === 'auto' ? chooseDetector(table, fit) : { detector: named, why: 'It was asked for.' };
  const fitted = await fitDetector(detector, table, fit);
  const scores = fitted.score(table);
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const oddest = Array.from(order.subarray(0, top), (row) => {
    return { row, score: scores[row]!, reasons: fitted.explain(table, row, { top: reasons }) };
  });
  const imputed = fitted instanceof NumberDetector ? fitted.imputed : [];
  return {
    ...{ detector, why, fitted, scores, oddest },
    ...(contamination === undefined ? {} : { threshold: anomalyThreshold(scores, contamination) }),
    remarks: [
      ...wholeAmounts(readColumns(table, fit.columns), fit).map(
        (name) =>
          `${name} is taken as an amount: it has many different whole numbers. If they are names, put it in categories.`,
      ),
      ...imputed.map((name) => `Missing numbers of ${name} were taken as its median.`),
    ],
  };
}

/** The detector for columns of these kinds. */
function chooseDetector(table: EventTable, options: FitDetectorOptions): { detector: DetectorName; why: string } {
  const kinds = [...kindsOf(readColumns(table, options.columns), options).values()];
  const numCategories = kinds.filter((kind) => kind === 'category').length;
  if (numCategories === 0) {
    const why = 'All columns are numbers: ecod looks at the tails of each and has nothing to set.';
    return { detector: 'ecod', why };
  }
  if (kinds.length === 1)
    return { detector: 'frequency', why: 'There is one column, of categories: rare values are odd.' };
  const numbers = numCategories === kinds.length ? '' : ` Numbers are cut into bins.`;
  const why = `${numCategories} of ${kinds.length} columns are categories: ape finds values that do not go together, and ranked best in the mean of eight data sets of categories.${numbers}`;
  return { detector: 'ape', why };
}
