import { HeteroGraphError, isHeteroGraphError } from '../core/index.js';

/** What an error of the system means to its user, and the way out. */
const meanings: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: ['permission is denied', 'Check its owner and permissions, and those of the folders above it.'],
  EPERM: ['the system does not permit it', 'Check its owner and permissions, and those of the folders above it.'],
  EROFS: ['the file system can only be read', 'Give a path on another one.'],
  ENOSPC: ['the disk is full', 'Free some space, or give a path on another disk.'],
  EDQUOT: ['the quota of the disk is used up', 'Free some space, or give a path on another disk.'],
  EMFILE: ['this process has too many files open', 'Raise the limit, such as by ulimit -n 4096.'],
  ENFILE: ['the system has too many files open', 'Close other programs, or raise the limit of the system.'],
  ENOTDIR: ['a part of the path is a file', 'Check the path.'],
  EISDIR: ['it is a folder', 'Give the path of a file.'],
  ENAMETOOLONG: ['the name is too long', 'Give a shorter name.'],
  ELOOP: ['its links lead in a circle', 'Check the links.'],
  ENOENT: ['there is no such folder', 'Check the path.'],
  EIO: ['the device reports an error', 'Check the disk.'],
  ERR_ACCESS_DENIED: ["Node's permission model forbids it", 'Allow it by --allow-fs-read or --allow-fs-write.'],
};

function meaningOf(cause: unknown): readonly [reason: string, hint: string | undefined] {
  const known = meanings[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return known ?? [cause instanceof Error ? cause.message : String(cause), undefined];
}

/** The error of a file that could not be read: FILE_NOT_FOUND or FILE_UNREADABLE, with the reason and the way out. */
export function readError(cause: unknown, file: string): HeteroGraphError {
  if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    return new HeteroGraphError('FILE_NOT_FOUND', 'There is no such file.', { file, cause, hint: 'Check the path.' });
  }
  const [reason, hint] = meaningOf(cause);
  return new HeteroGraphError('FILE_UNREADABLE', `The file cannot be read: ${reason}.`, { file, cause, hint });
}

/**
 * The error WRITE_FAILED with the reason and the way out; `what` was to be written, such as "the checkpoint". An error that has a code
 * already is given back as it is.
 */
export function writeError(cause: unknown, file: string, what = 'the file'): HeteroGraphError {
  if (isHeteroGraphError(cause)) return cause;
  const [reason, hint] = meaningOf(cause);
  return new HeteroGraphError('WRITE_FAILED', `Writing ${what} failed: ${reason}.`, { file, cause, hint });
}
