import { HeteroGraphError } from '../../../core/index.js';
import { sqlError } from '../base/sql-error.js';

/**
 * Refuses a client that is within a transaction: reading begins one and undoes it, and what was done before would be undone with it. A savepoint
 * can be set within a transaction alone, whatever the driver and the version; it is released at once.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; CONNECTION_FAILED, QUERY_FAILED
 */
export async function refuseTransaction(file: string, client: { query(sql: string): Promise<unknown> }): Promise<void> {
  try {
    await client.query('SAVEPOINT heterograph');
    await client.query('RELEASE SAVEPOINT heterograph');
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    if (code === NO_TRANSACTION) return;
    if (code !== FAILED_TRANSACTION) throw sqlError(cause, file);
  }
  throw new HeteroGraphError('INVALID_OPTION', 'The client is within a transaction, which reading would end.', {
    file,
    hint: 'Commit it or roll it back first, or give a client of its own, or an address.',
  });
}

const NO_TRANSACTION = '25P01';
const FAILED_TRANSACTION = '25P02';
