import { expectArgument, expectMembers } from '../../core/index.js';
import type { TableSource } from '../sources/base/table-source.js';

/** @throws {HeteroGraphError} INVALID_OPTION where it is neither a path nor a source */
export function expectTables(from: string | TableSource): void {
  if (typeof from !== 'object' || from === null) expectArgument(from, 'text', 'path');
  else expectMembers(from, 'source', { name: 'text', tables: 'function', rows: 'function', close: 'function' });
}
