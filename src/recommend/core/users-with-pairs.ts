import type { Csr } from '../../core/index.js';

/** Numbers of the users who have a pair, ascending. */
export function usersWithPairs({ numRows, indptr }: Csr): Int32Array {
  return Int32Array.from({ length: numRows }, (_, user) => user).filter((user) => indptr[user + 1]! > indptr[user]!);
}
