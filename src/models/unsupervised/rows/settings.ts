import * as z from 'zod/mini';
import { checkOptions, option } from '../../../core/index.js';

/** Settings of vectors of rows by their own columns. */
export interface RowSettings {
  /** Width of the hidden layer and of the vectors; default 128. */
  readonly hidden: number;
  /** Of the hidden layer, as a fraction; default 0.3. */
  readonly dropout: number;
  /** Of Adam; default 0.003. */
  readonly learningRate: number;
  /** Of Adam; default 0. */
  readonly weightDecay: number;
}

const schema = z.strictObject({
  hidden: option.count,
  dropout: option.rate,
  learningRate: option.positive,
  weightDecay: option.nonNegative,
});

/** @throws {HeteroGraphError} INVALID_OPTION naming the setting */
export function rowSettings(given: object = {}): RowSettings {
  const settings = { hidden: 128, dropout: 0.3, learningRate: 0.003, weightDecay: 0, ...given };
  checkOptions(schema, settings, { what: 'settings' });
  return settings;
}
