import * as z from 'zod/mini';
import { checkOptions, expectArgument, option } from '../../core/index.js';
import { apeDefaults } from '../ape/settings.js';
import type { Reason } from '../reasons.js';
import { Dictionary } from '../table/dictionary.js';
import { type ColumnKind, kindsOf, wholeAmounts } from '../table/kinds.js';
import { type Columns, type EventTable, readColumns } from '../table/read-columns.js';
import { MOST_VALUES } from './consensus-detector.js';
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
  return anomalyReport(table, options, chooseDetector);
}

/** What is taken where nothing is asked for, and why. */
export interface ChosenDetector {
  readonly detector: DetectorName;
  readonly why: string;
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
  const { detector, why } = named === 'auto' ? choose(table, fit) : { detector: named, why: 'It was asked for.' };
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
  if (hasMoreValues(read, kinds, options)) {
    const why = `${are} of more than ${MOST_VALUES} values: ape finds values that do not go together, however many there are.${numbers}`;
    return { detector: 'ape', why };
  }
  const why = `${are}: consensus takes the mean of four views, since no one of them ranked best on all of nine data sets of categories.${numbers}`;
  return { detector: 'consensus', why };
}

/** Whether the columns have more values together than consensus compares; of numbers as many as they have bins at most. */
function hasMoreValues(
  { columns }: Columns,
  kinds: ReadonlyMap<string, ColumnKind>,
  { settings }: FitDetectorOptions,
): boolean {
  let numValues = 0;
  for (const [name, values] of columns) {
    if (kinds.get(name) === 'category') numValues += Dictionary.of(values).size;
    else numValues += Number(settings?.bins ?? apeDefaults.bins) + BINS_FAR_OUT;
  }
  return numValues > MOST_VALUES;
}

/** Bins that a column of numbers may have beside those that are asked for: beyond its numbers, far out, and missing. */
const BINS_FAR_OUT = 6;
