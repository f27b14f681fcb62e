import { HeteroGraphError, isHeteroGraphError } from '../../../core/index.js';
import { readError } from '../../../files/index.js';

/** What SQLite says where the file is damaged, or cannot be read whatever is asked. */
export const DAMAGE = /disk image is malformed|malformed database schema|not a database|disk I\/O error|out of memory/i;

/**
 * What SQLite or the system says of a file, as an error with a code.
 *
 * @param isOwnSql whether SQL that stands in the file was run
 */
export function sqliteError(cause: unknown, file: string, isOwnSql = false): Error {
  if (isHeteroGraphError(cause)) return cause;
  if (typeof (cause as { syscall?: unknown }).syscall === 'string') return readError(cause, file);
  const reason = (cause as Error).message;
  const isSqlite = (cause as Error).name === 'SQLite3Error' || (cause as Error).constructor?.name === 'SQLite3Error';
  if (isSqlite && /unable to open|could not open|locked|busy/i.test(reason)) {
    const hint = 'Look whether it can be read, and whether another program uses it.';
    return new HeteroGraphError('FILE_UNREADABLE', `SQLite cannot open it: ${reason}.`, { file, hint, cause });
  }
  if (isOwnSql && !DAMAGE.test(reason)) {
    const hint = 'Mend the view, virtual table or generated column, or leave it out.';
    return new HeteroGraphError('QUERY_FAILED', `SQLite cannot run SQL of the file itself: ${reason}.`, {
      file,
      hint,
      cause,
    });
  }
  return new HeteroGraphError('CORRUPT_FILE', `SQLite cannot read it: ${reason}.`, {
    file,
    hint: 'See what the sqlite3 program says to PRAGMA integrity_check, and mend it there (.recover).',
    cause,
  });
}
