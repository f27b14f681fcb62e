import { HeteroGraphError } from '../../../core/index.js';

/** Bit of the status that a server sends with every answer: a transaction is under way. */
const IN_TRANSACTION = 1;

/** Asks the server; each row its cells, or what the driver says of a statement without rows. */
export type AskSession = (sql: string) => Promise<readonly unknown[]>;

/**
 * Makes a session fit to be read in one transaction, and gives what undoes that. The level of isolation is set for that transaction alone.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where a transaction is under way, which would be committed
 */
export async function borrowSession(file: string, ask: AskSession): Promise<() => Promise<void>> {
  const [answer] = (await ask('DO 0')) as [{ readonly serverStatus: number }];
  if ((answer.serverStatus & IN_TRANSACTION) !== 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'The connection is within a transaction, which reading would end.', {
      file,
      hint: 'Commit it or roll it back first, or give a connection of its own, or an address.',
    });
  }
  const [[zone]] = (await ask('SELECT @@session.time_zone')) as [[string]];
  const restore = async () => {
    await ask('ROLLBACK');
    await ask(`SET SESSION time_zone = '${zone.replaceAll("'", "''")}'`);
  };
  try {
    await ask("SET SESSION time_zone = '+00:00'");
    await ask('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await ask('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  } catch (error) {
    await restore().catch(() => {});
    throw error;
  }
  return restore;
}
