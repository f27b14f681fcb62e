import { getPool, type PoolOption } from '../../compute/index.js';
import { expectArgument, expectMembers } from '../../core/index.js';
import { joinTables } from '../database/join-rows.js';
import type { Database, Table } from '../database/types.js';
import { growIndices } from './events.js';

/**
 * A database with more rows: those of each table come behind its own, and what {@link computeFeatures} sorted of the old ones is not sorted again. Rows may
 * be late, and their keys may name rows that are added with them. The old database stays as it is; its indices are the new one's from then on, so that no
 * computation on it may be under way.
 *
 * @param added for each table that grows its new rows, with the same columns and keys; keys are numbers of rows of the grown tables
 * @example
 * const grown = appendRows(database, [{ ...newOrders, name: 'order' }]);
 * await computeFeatures(grown, plan, anchors);
 * @throws {HeteroGraphError} UNKNOWN_TYPE; MODEL_MISMATCH where columns, keys or times are not those of the table; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE;
 *   INVALID_OPTION
 */
export function appendRows(
  database: Database,
  added: readonly Table[],
  { pool = getPool() }: PoolOption = {},
): Database {
  expectMembers(database, 'database', { tables: 'object' });
  expectArgument(added, 'list', 'added');
  for (const table of added) expectMembers(table, 'added', { name: 'text', columns: 'list', keys: 'list' });
  const grown = joinTables(database, added);
  growIndices(database, grown, pool);
  return grown;
}
