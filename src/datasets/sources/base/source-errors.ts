import { HeteroGraphError } from '../../../core/index.js';

/** What a source says that is read after it was closed. */
export function sourceClosed(file: string): HeteroGraphError {
  return new HeteroGraphError('DISPOSED', 'The source was closed.', {
    file,
    hint: 'Close it when all rows are read, or open it again.',
  });
}

export function sourceChanged(file: string, table: string): HeteroGraphError {
  return new HeteroGraphError(
    'SOURCE_CHANGED',
    `The connection was lost, and the rows ${table} are not what they were.`,
    {
      file,
      hint: 'Somebody wrote to the database, or its rows have no order: make the same call again, which reads all of one moment.',
    },
  );
}

/** @param numAttempts to connect again; undefined where the connection is not ours to make */
export function connectionLost(
  file: string,
  { table, numRows, numAttempts }: { readonly table: string; readonly numRows: number; readonly numAttempts?: number },
  cause: unknown,
): HeteroGraphError {
  const again = numAttempts === undefined ? '' : `, and could not be had again in ${numAttempts} attempts`;
  const text = `The connection was lost after ${numRows} rows of the table ${table}${again}.`;
  return new HeteroGraphError('CONNECTION_LOST', text, {
    file,
    hint:
      numAttempts === undefined
        ? 'Make the same call with a new connection, or give an address: then the connection is made again.'
        : 'See whether the server is there; the same call reads all from the start.',
    cause,
  });
}
