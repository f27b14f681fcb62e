import * as z from 'zod/mini';
import { checkOptions, option } from '../../../core/index.js';
import type { SourceRowsOptions } from './table-source.js';

const mostRows = z.custom<number>(
  (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0),
  'a whole number from 0, or infinity',
);

const schema = z.strictObject({
  ...option.runOptions,
  batchRows: z.optional(option.count),
  maxRows: z.optional(mostRows),
});

/** Checks how rows are to be read. @throws {HeteroGraphError} INVALID_OPTION */
export function checkRowsOptions(options: SourceRowsOptions): void {
  checkOptions(schema, options);
}
