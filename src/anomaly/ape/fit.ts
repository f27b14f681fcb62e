import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { CodedColumns } from '../table/coded-columns.js';
import type { EventTable } from '../table/read-columns.js';
import { Ape } from './ape.js';
import { type ApeSettings, apeSettings } from './settings.js';
import { emptyState } from './state.js';
import { trainState } from './train-state.js';

export interface FitApeOptions extends RunOptions {
  /** Columns that are looked at, two or more; default all. */
  readonly columns?: readonly string[];
  /** Columns whose numbers are names, such as a port; see `kindsOf`. */
  readonly categories?: readonly string[];
  /** Columns whose values are amounts, which are cut into bins. */
  readonly numbers?: readonly string[];
  /** Changes to {@link apeDefaults}. */
  readonly settings?: Partial<ApeSettings>;
  /** Seed of everything random; default 1. */
  readonly seed?: number;
}

const names = z.optional(z.array(z.string()));
const schema = z.strictObject({
  ...{ columns: names, categories: names, numbers: names },
  settings: z.optional(z.record(z.string(), z.unknown())),
  seed: z.optional(option.seed),
  ...option.runOptions,
});

/**
 * Learns what events are usual. No labels are needed; a few anomalies among the events do little harm. The same bits for the same events in
 * any order.
 *
 * @param table events as columns by name, [rows] each, or an Arrow table
 * @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS, UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE, ABORTED, DIVERGED
 * @example
 * const ape = await fitApe({ user: ['ann', 'ann', 'bob'], host: ['db1', 'db1', 'web1'] });
 * ape.score({ user: ['ann'], host: ['web1'] });
 */
export async function fitApe(table: EventTable, options: FitApeOptions = {}): Promise<Ape> {
  expectArgument(table, 'object', 'table');
  checkOptions(schema, options);
  const settings = apeSettings(options.settings);
  return fitCoded(CodedColumns.of(table, { ...options, bins: settings.bins }), settings, table, options);
}

/** The same, of columns that were read. */
export async function fitCoded(
  columns: CodedColumns,
  settings: ApeSettings,
  table: EventTable,
  options: FitApeOptions,
): Promise<Ape> {
  if (columns.columns.length < 2) {
    throw new HeteroGraphError('SHAPE_MISMATCH', 'Events of one column have no pairs of values.', {
      hint: 'Give two columns or more, or take the detector "frequency".',
    });
  }
  return new Ape(await trainState(emptyState(columns, settings, options.seed ?? 1), table, options));
}
