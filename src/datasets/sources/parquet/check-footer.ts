import type { FileMetaData } from 'hyparquet';
import { HeteroGraphError } from '../../../core/index.js';

/** Rows that a table of a graph may have. */
const MOST_ROWS = 2 ** 31 - 1;
/** Rows that a byte may stand for: equal values take next to nothing, but each group of rows has its place in the file. */
const ROWS_OF_A_BYTE = 2 ** 20;

/**
 * What a file says of itself must fit into it, before time and memory are taken for it.
 *
 * @param size of the file, in bytes
 * @throws {HeteroGraphError} TOO_LARGE
 * @throws {RangeError} where it contradicts itself
 */
export function checkFooter({ row_groups: groups, num_rows: numRows }: FileMetaData, size: number, file: string): void {
  const counts = groups.map((group) => Number(group.num_rows));
  if (counts.some((count) => count < 0)) throw new RangeError('a group has fewer rows than none');
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (rows !== Number(numRows)) throw new RangeError('its groups have other rows than it');
  for (const { columns } of groups) {
    for (const { meta_data: data } of columns) {
      if (data && Number(data.total_compressed_size) > size) throw new RangeError('a column is larger than the file');
    }
  }
  if (rows <= Math.min(MOST_ROWS, size * ROWS_OF_A_BYTE)) return;
  throw new HeteroGraphError('TOO_LARGE', `It says that it has ${rows} rows, in ${size} bytes.`, {
    file,
    hint: 'A table may have 2^31 - 1 rows, and 2^20 for each byte of its file: see whether the file is whole, or split it.',
  });
}
