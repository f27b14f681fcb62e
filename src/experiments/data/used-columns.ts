import type { ColumnKind } from '../../graph/index.js';
import type { Preparation } from './prepare-features.js';

/** What became of a column of a node type. */
export interface UsedColumn {
  readonly nodeType: string;
  readonly column: string;
  readonly found: ColumnKind;
  readonly isUsed: boolean;
  /** Share of the rows looked at that have no value. */
  readonly missing: number;
  /** How it is encoded, or why it is not used; for people. */
  readonly reason: string;
}

export function usedColumns(preparation: Preparation): UsedColumn[] {
  return Object.entries(preparation).flatMap(([nodeType, uses]) =>
    uses.map(({ column, found, missing, reason, encoding }) => {
      return { nodeType, column, found, isUsed: encoding !== undefined, missing, reason };
    }),
  );
}

/** Rows listed for people; JSON has all. */
const SHOWN = 40;

export const columnHeads = ['column', 'found', 'missing %', 'use'];

/** Rows of a table for people, in the order of {@link columnHeads}; of very many the first. */
export function columnRows(columns: readonly UsedColumn[]): string[][] {
  const rows = columns
    .slice(0, SHOWN)
    .map(({ nodeType, column, found, missing, reason }) => [
      ...[`${nodeType}.${column}`, found, (100 * missing).toFixed(1), reason],
    ]);
  const more = columns.length - rows.length;
  return more > 0 ? [...rows, [`and ${more} more`, '', '', '']] : rows;
}
