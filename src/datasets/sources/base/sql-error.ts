import { HeteroGraphError, isHeteroGraphError } from '../../../core/index.js';

/** Codes of drivers and servers for a connection that is not there, or not any more. */
const LOST =
  /^(ECONN\w*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|08\w{3}|57P0[1-5]|28\w{3}|3D000|53\d{3}|ER_(ACCESS_DENIED|DBACCESS_DENIED|BAD_DB|CON_COUNT|SERVER_SHUTDOWN|NOT_SUPPORTED_AUTH|CLIENT_INTERACTION_TIMEOUT|CONNECTION_KILLED)\w*)$/;
/** Numbers of MySQL and MariaDB for the same: the server goes down, the connection was ended, nobody used it. */
const LOST_NUMBERS: readonly unknown[] = [1053, 1927, 4031];

/** What a database or its driver says, as an error with a code. */
export function sqlError(cause: unknown, file: string): Error {
  if (isHeteroGraphError(cause)) return cause;
  const { code, errno, message = String(cause) } = cause as { code?: unknown; errno?: unknown; message?: string };
  const text = message === '' ? String(code) : message;
  if (
    LOST.test(String(code ?? '')) ||
    [code, errno].some((each) => LOST_NUMBERS.includes(each)) ||
    /^timeout expired$|connection (was )?(terminated|closed|lost|ended)|closed state|not queryable/i.test(text)
  ) {
    return new HeteroGraphError('CONNECTION_FAILED', `The connection failed or was lost: ${text}.`, {
      file,
      hint: 'See whether the server is there, and user and password are right; then make the same call again.',
      cause,
    });
  }
  return new HeteroGraphError('QUERY_FAILED', `The database refused to read: ${text}.`, {
    file,
    hint: 'See whether the user may read the tables and the catalogue, or leave the table out of the mapping.',
    cause,
  });
}

/** An address without the password in it, for messages and for what is kept. */
export function withoutPassword(address: string): string {
  return address
    .replace(/^([a-z]+:\/\/[^/?#]*?):[^/?#]*@/i, '$1@')
    .replace(/([?&](?:password|passwd|pwd)=)[^&#]*/gi, '$1');
}
