import {
  type AnomalyFigures,
  anomalyFigures,
  type Cell,
  type DetectorName,
  detectorNames,
  fitDetector,
} from '../../anomaly/index.js';
import { comparedOf, MOST_VALUES, numCompared } from '../../anomaly/internal.js';
import { HeteroGraphError, RandomStream, type RunOptions } from '../../core/index.js';

type Rows = Readonly<Record<string, readonly Cell[]>>;

/** Which rows are odd, by a column of labels. */
export interface OddLabels {
  readonly column: string;
  /** The value of odd rows. */
  readonly value: string;
  readonly positive: Uint8Array;
  readonly remarks: readonly string[];
}

const usual = ['1', 'true', 'yes', 'anomaly', 'outlier', 'attack', 'fraud'];

/**
 * Labels by `COLUMN` or `COLUMN=VALUE`; without a value the one that is usual (1, true, yes, anomaly, ...), else the rarest.
 *
 * @throws {HeteroGraphError} UNKNOWN_COLUMN, MISSING_LABELS
 */
export function oddLabels(columns: Rows, label: string): OddLabels {
  const at = Object.hasOwn(columns, label) ? -1 : label.lastIndexOf('=');
  const [column, named] = at < 0 ? [label, undefined] : [label.slice(0, at), label.slice(at + 1)];
  const values = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (!values) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${column}".`, {
      column,
      hint: `There are: ${Object.keys(columns).slice(0, 20).join(', ')}.`,
    });
  }
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const rarest = [...counts].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
  const value = named ?? [...counts.keys()].find((each) => usual.includes(each.toLowerCase())) ?? rarest;
  if (value === undefined || counts.size < 2 || !counts.has(value)) {
    throw new HeteroGraphError('MISSING_LABELS', `No row is told apart by ${label}.`, {
      column,
      hint: `It has the values: ${[...counts.keys()].slice(0, 10).join(', ') || 'none'}. Give COLUMN=VALUE.`,
    });
  }
  return {
    ...{ column, value, positive: Uint8Array.from(values, (each) => Number(String(each) === value)) },
    remarks: named === undefined ? [`Rows with ${column} = ${value} are taken as the odd ones.`] : [],
  };
}

/** Figures of a detector on rows that it did not see. */
export interface ComparedDetector extends AnomalyFigures {
  readonly detector: DetectorName;
}

/** Figures of the detectors, and which have none. */
export interface Comparison {
  readonly compared: readonly ComparedDetector[];
  readonly remarks: readonly string[];
}

/** Of every detector that can be fitted, with its defaults, learned without labels from seven tenths of the rows, on the rest. */
export async function compareDetectors(
  rows: Rows,
  { columns: names, categories }: { readonly columns: readonly string[]; readonly categories: readonly string[] },
  positive: Uint8Array,
  seed: number,
  run: RunOptions,
): Promise<Comparison> {
  const order = new RandomStream(seed, 'anomalies', 'held out').permutation(positive.length);
  const numLearned = Math.floor(0.7 * positive.length);
  const pick = (which: Int32Array) =>
    Object.fromEntries(names.map((name) => [name, Array.from(which, (row) => rows[name]![row])]));
  const [learned, held] = [order.subarray(0, numLearned), order.subarray(numLearned)];
  const [train, test] = [pick(learned), pick(held)];
  const flags = Uint8Array.from(held, (row) => positive[row]!);
  const compared: ComparedDetector[] = [];
  const remarks: string[] = [];
  if (!flags.includes(1) || !flags.includes(0)) {
    const which = flags.includes(1) ? 'All' : 'None';
    remarks.push(
      `${which} of the ${flags.length} held-out rows are odd: there is no ROC-AUC. Another --seed holds out other rows.`,
    );
  }
  for (const detector of detectorNames) {
    const why = whyLeftOut(detector, train, categories);
    if (why !== undefined) {
      remarks.push(`${detector} is not compared: ${why}.`);
      continue;
    }
    const fitted = await fitDetector(detector, train, { seed, categories, ...run });
    compared.push({ detector, ...anomalyFigures(fitted.score(test), flags) });
  }
  return { compared, remarks };
}

/** Why a detector cannot be fitted on these columns; undefined where it can. */
function whyLeftOut(detector: DetectorName, train: Rows, categories: readonly string[]): string | undefined {
  if (detector !== 'ape' && detector !== 'consensus') return undefined;
  if (Object.keys(train).length < 2) return 'it takes two columns or more';
  if (detector === 'ape') return undefined;
  const numValues = numCompared(comparedOf(train, { categories }));
  return numValues <= MOST_VALUES
    ? undefined
    : `the columns have ${numValues} values together, and it takes ${MOST_VALUES} at most`;
}
