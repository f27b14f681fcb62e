import * as z from 'zod/mini';
import { checkOptions, expectArgument, option } from '../../core/index.js';
import type { Reason } from '../reasons.js';
import { kindsOf, wholeAmounts } from '../table/kinds.js';
import { type EventTable, readColumns } from '../table/read-columns.js';
import { comparedOf, MOST_VALUES, numCompared } from './compared-values.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';
import { type DetectorName, expectDetector, fitScored } from './fit-detector.js';
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
  return anomalyReport(table, options, chooseDetector);
}

/** What is taken where nothing is asked for, and why. */
export interface ChosenDetector {
  readonly detector: DetectorName;
  readonly why: string;
  readonly remarks?: readonly string[];
}

/** The same, with a choice of one's own. */
export async function anomalyReport(
  table: EventTable,
  options: DetectAnomaliesOptions,
  choose: (table: EventTable, options: FitDetectorOptions) => ChosenDetector,
): Promise<AnomalyReport> {
  expectArgument(table, 'object', 'table');
  expectArgument(options, 'object', 'options');
  const { detector: named = 'auto', contamination, top = 20, reasons = 3, ...fit } = options;
  checkOptions(schema, { detector: named, contamination, top, reasons });
  if (named !== 'auto') expectDetector(named);
  const chosen: ChosenDetector = named === 'auto' ? choose(table, fit) : { detector: named, why: 'It was asked for.' };
  const { detector, why } = chosen;
  const { fitted, scores } = await fitScored(detector, table, fit);
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const oddest = Array.from(order.subarray(0, top), (row) => {
    return { row, score: scores[row]!, reasons: fitted.explain(table, row, { top: reasons }) };
  });
  const imputed = fitted instanceof NumberDetector ? fitted.imputed : [];
  return {
    ...{ detector, why, fitted, scores, oddest },
    ...(contamination === undefined ? {} : { threshold: anomalyThreshold(scores, contamination) }),
    remarks: [
      ...(chosen.remarks ?? []),
      ...wholeAmounts(readColumns(table, fit.columns), fit).map(
        (name) =>
          `${name} is taken as an amount: it has many different whole numbers. If they are names, put it in categories.`,
      ),
      ...imputed.map((name) => `Missing numbers of ${name} were taken as its median.`),
    ],
  };
}

/** The detector for columns of these kinds. */
function chooseDetector(table: EventTable, options: FitDetectorOptions): ChosenDetector {
  const read = readColumns(table, options.columns);
  const kinds = kindsOf(read, options);
  const numCategories = [...kinds.values()].filter((kind) => kind === 'category').length;
  if (numCategories === 0) {
    const why = 'All columns are numbers: ecod looks at the tails of each and has nothing to set.';
    return { detector: 'ecod', why };
  }
  if (kinds.size === 1)
    return { detector: 'frequency', why: 'There is one column, of categories: rare values are odd.' };
  const are = `${numCategories} of ${kinds.size} columns are categories`;
  const numbers = numCategories === kinds.size ? '' : ` Numbers are cut into bins.`;
  const coded = comparedOf(table, options);
  const numValues = numCompared(coded);
  if (numValues > MOST_VALUES) {
    const [most] = [...coded.columns].sort((a, b) => b.dictionary.size - a.dictionary.size);
    const why = `${are}, and there are ${numValues} values together, ${most!.dictionary.size} of them of ${most!.name}, more than the ${MOST_VALUES} that consensus compares: ape finds values that do not go together, however many there are.${numbers}`;
    const { name, dictionary } = most!;
    const isAlone = kinds.size > 2 && numCategories > 1 && numValues - dictionary.size - 1 <= MOST_VALUES;
    const remark = `${name} has ${dictionary.size} values: without it in columns, consensus compares the others.`;
    return { detector: 'ape', why, remarks: isAlone ? [remark] : [] };
  }
  const why = `${are}: consensus takes the mean of several views of a row, since no one of them ranked best on all of nine data sets of categories.${numbers}`;
  return { detector: 'consensus', why };
}
