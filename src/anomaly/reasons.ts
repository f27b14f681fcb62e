import * as z from 'zod/mini';
import { checkOptions, option } from '../core/index.js';

/** A value, or a pair of values, that makes a row odd. */
export interface Reason {
  /** One column, or two whose values do not go together. */
  readonly columns: readonly string[];
  /** Their values in the row as they are compared: of a number its bin; null where it is missing. */
  readonly values: readonly (string | null)[];
  /** How much odder it makes the row than rows are in general; the oddest first. */
  readonly surprise: number;
  /** Whether a value was never seen. */
  readonly isUnseen: boolean;
  /** Whether it is a value that lies far out in the order of its column, be it rare or not. */
  readonly isFarOut: boolean;
}

export interface ExplainOptions {
  /** Reasons that are given, the strongest first; default 5. */
  readonly top?: number;
}

const schema = z.strictObject({ top: z.optional(option.countFrom(0)) });

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkExplain(options: ExplainOptions): void {
  checkOptions(schema, options);
}

/** The strongest reasons first; of equal ones in the order of their columns. */
export function strongest(reasons: readonly Reason[], top = 5): Reason[] {
  return [...reasons].sort((a, b) => b.surprise - a.surprise).slice(0, top);
}
