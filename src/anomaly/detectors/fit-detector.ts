import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, throwIfAborted } from '../../core/index.js';
import { fitApe } from '../ape/fit.js';
import { type ColumnScores, sumOfColumns } from '../simple/column-scores.js';
import { fitCopod } from '../simple/copod.js';
import { fitEcod } from '../simple/ecod.js';
import { fitHbos } from '../simple/hbos.js';
import { fitIsolationForest } from '../simple/isolation-forest.js';
import { fitLof } from '../simple/lof.js';
import type { EventTable } from '../table/read-columns.js';
import { fitConsensus } from './consensus-detector.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';
import { FrequencyDetector } from './frequency-detector.js';
import { NumberDetector } from './number-detector.js';

/** Detectors by name. */
export const detectorNames = [
  'consensus',
  'ape',
  'frequency',
  'pair-frequency',
  'isolation-forest',
  'ecod',
  'copod',
  'hbos',
  'lof',
] as const;
export type DetectorName = (typeof detectorNames)[number];

type Fit = (table: EventTable, options: FitDetectorOptions) => AnomalyDetector | Promise<AnomalyDetector>;

/** A detector, and the scores of the rows that it was fitted on. */
export interface FittedDetector {
  readonly fitted: AnomalyDetector;
  readonly scores: Float64Array;
}

const noSettings = z.strictObject({});
const byColumn = (learn: (columns: readonly Float64Array[], settings: object) => ColumnScores): Fit => {
  return (table, options) =>
    new NumberDetector(table, options, (columns) => {
      const scores = learn(columns, options.settings ?? {});
      return (given) => sumOfColumns(scores, given);
    });
};

const detectors: Readonly<Record<DetectorName, { readonly settings?: z.ZodMiniType; readonly fit: Fit }>> = {
  consensus: { fit: async (table, options) => (await fitConsensus(table, options)).fitted },
  ape: { fit: (table, options) => fitApe(table, options) },
  frequency: { settings: noSettings, fit: (table, options) => new FrequencyDetector(table, options, 'values') },
  'pair-frequency': { settings: noSettings, fit: (table, options) => new FrequencyDetector(table, options, 'pairs') },
  'isolation-forest': {
    settings: z.strictObject({ trees: z.optional(option.count), sampleSize: z.optional(option.countFrom(2)) }),
    fit: (table, options) =>
      new NumberDetector(table, options, (columns) =>
        fitIsolationForest(columns, { ...options.settings, ...seedOf(options) }),
      ),
  },
  ecod: { settings: noSettings, fit: byColumn(fitEcod) },
  copod: { settings: noSettings, fit: byColumn(fitCopod) },
  hbos: { settings: z.strictObject({ bins: z.optional(option.countFrom(2)) }), fit: byColumn(fitHbos) },
  lof: {
    settings: z.strictObject({ neighbours: z.optional(option.count), maxRows: z.optional(option.countFrom(2)) }),
    fit: (table, options) =>
      new NumberDetector(
        table,
        options,
        (columns) => fitLof(columns, { ...options.settings, ...seedOf(options) }),
        true,
      ),
  },
};

function seedOf({ seed }: FitDetectorOptions) {
  return seed === undefined ? {} : { seed };
}

const names = z.optional(z.array(z.string()));
const schema = z.strictObject({
  ...{ columns: names, categories: names, numbers: names },
  settings: z.optional(z.record(z.string(), z.unknown())),
  seed: z.optional(option.seed),
  ...option.runOptions,
});

/**
 * Learns what rows are usual, by a detector of that name. No detector needs labels.
 *
 * - `consensus`: the mean of APE's score and two or three other views of a row, {@link ConsensusDetector}; settings are those of its APE.
 * - `ape`: vectors of values, {@link Ape}; `frequency`, `pair-frequency`: -log shares of values and of pairs of values. Numbers are cut into bins.
 * - `isolation-forest`, `ecod`, `copod`, `hbos`, `lof`: of numbers. Categories are taken as -log of the share of rows with their value; a missing
 *   number as the median.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL naming those there are; TOO_LARGE where `consensus` has more than 1,000 values to compare; INVALID_OPTION, NO_ROWS,
 * UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE, ABORTED, DIVERGED
 * @example
 * const detector = await fitDetector('ecod', { amount: [10, 12, 11, 900], hour: [9, 10, 9, 3] });
 * const scores = detector.score({ amount: [11, 800], hour: [9, 9] });
 */
export async function fitDetector(
  name: DetectorName,
  table: EventTable,
  options: FitDetectorOptions = {},
): Promise<AnomalyDetector> {
  checkFit(name, table, options);
  return detectors[name].fit(table, options);
}

/** The same, and the scores of the table, which `consensus` works out while it is fitted. */
export async function fitScored(
  name: DetectorName,
  table: EventTable,
  options: FitDetectorOptions,
): Promise<FittedDetector> {
  checkFit(name, table, options);
  if (name === 'consensus') return fitConsensus(table, options);
  const fitted = await detectors[name].fit(table, options);
  return { fitted, scores: fitted.score(table) };
}

function checkFit(name: DetectorName, table: EventTable, options: FitDetectorOptions): void {
  expectArgument(name, 'text', 'name');
  expectDetector(name);
  expectArgument(table, 'object', 'table');
  checkOptions(schema, options);
  const { settings } = detectors[name];
  if (settings) checkOptions(settings, options.settings ?? {}, { what: 'settings' });
  throwIfAborted(options.signal);
}

/** @throws {HeteroGraphError} UNKNOWN_MODEL naming those there are */
export function expectDetector(name: string): asserts name is DetectorName {
  if ((detectorNames as readonly string[]).includes(name)) return;
  throw new HeteroGraphError('UNKNOWN_MODEL', `There is no detector called "${name}".`, {
    hint: `There are: ${detectorNames.join(', ')}.`,
  });
}
