import type { ErrorCode } from './error-codes.js';

/** Where in the user's input a problem lies; every field is optional, none is invented. */
export interface ErrorLocation {
  file?: string;
  /** 1-based line or row of the file, or 0-based row of a column where `file` is absent. */
  row?: number;
  column?: string;
  /** Node type, or edge type as `source>relation>target`. */
  type?: string;
}

export interface HeteroGraphErrorOptions extends ErrorLocation {
  /** The way out, in one sentence. */
  hint?: string;
  cause?: unknown;
}

/**
 * The only error class the library throws on purpose. Match on `code`, which is stable and listed in {@link errorCodes}; never on the text.
 */
export class HeteroGraphError extends Error {
  override readonly name = 'HeteroGraphError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly location: ErrorLocation;

  constructor(code: ErrorCode, message: string, options: HeteroGraphErrorOptions = {}) {
    const { hint, cause, ...location } = options;
    super(
      `${message}${describeLocation(location, code, message)}${hint ? ` ${hint}` : ''}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.hint = hint;
    this.location = location;
  }

  toJSON(): { code: ErrorCode; message: string; hint?: string; location: ErrorLocation } {
    return { code: this.code, message: this.message, hint: this.hint, location: this.location };
  }
}

export function isHeteroGraphError(error: unknown): error is HeteroGraphError {
  return error instanceof HeteroGraphError;
}

function describeLocation({ file, row, column, type }: ErrorLocation, code: ErrorCode, message: string): string {
  // The name of an option is told as `column`, which is not to be taken for a column of data, nor said twice.
  const isOption = code === 'INVALID_OPTION' && file === undefined && row === undefined && type === undefined;
  if (isOption) return column && !message.includes(column) ? ` (option ${column})` : '';
  const parts = [
    file === undefined ? '' : `file ${file}`,
    row === undefined ? '' : `row ${row}`,
    column === undefined ? '' : `column ${column}`,
    type === undefined ? '' : `type ${type}`,
  ].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
