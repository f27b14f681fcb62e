/**
 * What is set before a file is read. Without the first, the log of changes asks for shared memory, which this build of SQLite has none of; without
 * the third, views could call functions that are not harmless.
 */
export const SETTINGS: readonly string[] = [
  'PRAGMA locking_mode = EXCLUSIVE',
  'PRAGMA query_only = ON',
  'PRAGMA trusted_schema = OFF',
  'PRAGMA cell_size_check = ON',
];
