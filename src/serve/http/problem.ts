import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';

/** What a client is told of a request that was not answered. */
export interface Problem {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string; readonly hint?: string; readonly location: object };
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that knows its status. */
export class RequestError extends Error {
  readonly status: number;
  readonly error: HeteroGraphError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: HeteroGraphError, headers: Readonly<Record<string, string>> = {}) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

/** Errors of the library that say what is wrong with the request; all others are the server's. */
const statuses: Readonly<Partial<Record<HeteroGraphError['code'], number>>> = {
  AMBIGUOUS: 400,
  COLUMN_MISMATCH: 400,
  DUPLICATE_ID: 400,
  INDEX_OUT_OF_RANGE: 400,
  INVALID_OPTION: 400,
  INVALID_UTF8: 400,
  INVALID_WEIGHT: 400,
  MALFORMED_REQUEST: 400,
  NO_ROWS: 400,
  NON_FINITE: 400,
  NULL_VALUE: 400,
  SHAPE_MISMATCH: 400,
  UNKNOWN_CATEGORY: 400,
  UNKNOWN_COLUMN: 400,
  UNKNOWN_ID: 404,
  UNKNOWN_TYPE: 404,
  UNSUPPORTED_BY_MODEL: 400,
  VALUE_OUT_OF_RANGE: 400,
  WRONG_DTYPE: 400,
};

/** Texts of requests come back in messages: so much of them. */
const LONGEST_MESSAGE = 1000;

/** What a client is told; never where in the program an error came from. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return { ...told(error.status, error.error), headers: error.headers };
  const status = isHeteroGraphError(error) ? (statuses[error.code] ?? 500) : 500;
  if (isHeteroGraphError(error) && status < 500) return told(status, error);
  const code = isHeteroGraphError(error) ? error.code : 'INTERNAL';
  return told(500, new HeteroGraphError(code, 'The server could not answer.', { hint: 'Its log says why.' }));
}

function told(status: number, error: HeteroGraphError): Problem {
  const { code, message, hint, location } = error;
  const short = (text: string) => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text);
  return { status, body: { code, message: short(message), ...(hint === undefined ? {} : { hint }), location } };
}
