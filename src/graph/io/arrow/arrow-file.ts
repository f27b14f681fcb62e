import { type Table, tableFromIPC } from 'apache-arrow';
import { checkData } from './arrow-data.js';
import { blocksOf, readFooter } from './arrow-messages.js';
import { isPacked } from './arrow-rewrite.js';

/**
 * The table of an Arrow IPC file that is in memory, as views of its bytes. Metadata are verified before they are read, and that
 * every buffer is as long and every offset and key as small as they must be before the table is given back.
 *
 * @param isDeep false: verify metadata alone, in no time; nothing may be read from the columns then
 * @throws {RangeError} where something is damaged, or buffers are compressed
 */
export function verifiedTable(bytes: Uint8Array, isDeep = true): Table {
  const { footer, end } = readFooter(bytes);
  for (const { at, prefix, metadataEnd, header, kind, isAsListed } of blocksOf(bytes, footer, end)) {
    if (!isAsListed) throw new RangeError('The list of batches is damaged.');
    if (isPacked(bytes.subarray(at + prefix, metadataEnd), header, kind))
      throw new RangeError('A batch is compressed.');
  }
  const table = tableFromIPC(bytes);
  if (!isDeep) return table;
  const checked = new WeakSet<object>();
  for (const { numRows, data } of table.batches) {
    for (const child of data.children) checkData(child, numRows, checked);
  }
  return table;
}
