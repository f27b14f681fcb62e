import { makeVector, type RecordBatch, type Vector } from 'apache-arrow';
import { expectMembers, HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, sameEdgeType } from '../../graph/index.js';
import { growableFloat32, growableInt32, numericColumn, recordBatch, sparseColumn } from '../../graph/internal.js';
import { filesIn } from '../base/locate.js';
import { feedLines } from '../text/each-line.js';
import { linkRow, linkWeight } from './links.js';
import { type HgbNames, hgbFiles } from './names.js';
import { emptyHgbNodes, hgbNodeTaker, takeHgbRows } from './nodes.js';

export interface HgbBatchOptions extends RunOptions {
  /** Rows of a batch at most, default 65,536. */
  readonly batchRows?: number;
}

/**
 * The nodes of a type of an HGB folder as Arrow record batches: `id` (int32, as in the file) and, where the type has
 * features, `x`, sparse rows. Nothing is read before a batch is asked for; memory: one batch.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, and as `readHgbFolder` does for node.dat
 */
export async function* hgbNodeBatches(
  folder: string,
  names: HgbNames,
  nodeType: string,
  { batchRows = 65_536, ...options }: HgbBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectMembers(names, 'names', { nodeTypes: 'list' });
  const number = names.nodeTypes.indexOf(nodeType);
  if (number < 0)
    throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${nodeType}".`, {
      type: nodeType,
      hint: `There are: ${names.nodeTypes.join(', ') || 'none'}.`,
    });
  const file = filesIn(folder, hgbFiles).get('node.dat')!;
  const types = names.nodeTypes.map(emptyHgbNodes);
  const own = types[number]!;
  const add = hgbNodeTaker(file, types, own);
  let taken = 0;
  const cut = () => {
    const rows = takeHgbRows(own);
    const ids = new Int32Array(rows.numRows);
    for (let i = 0; i < ids.length; i++) ids[i] = own.first + taken + i;
    taken += ids.length;
    const columns: [string, Vector][] = [['id', makeVector(numericColumn('int32', ids))]];
    if (own.width > 0) columns.push(['x', makeVector(sparseColumn(rows))]);
    return recordBatch(columns, ids.length);
  };
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    add(bytes, start, end, line);
    return own.indptr.length >= batchRows;
  };
  for await (const _ of feedLines(file, take, options)) if (own.indptr.length >= batchRows) yield cut();
  if (own.indptr.length > 0) yield cut();
}

/**
 * The links of a type of an HGB folder as Arrow record batches: `source` and `target` (int32 ids, as in the file) and
 * `weight` (float32). Nothing is read before a batch is asked for; memory: one batch.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, DATASET_FILES_MISSING, MALFORMED_ROW naming file and row; as reading does
 */
export async function* hgbLinkBatches(
  folder: string,
  names: HgbNames,
  linkType: EdgeType,
  { batchRows = 65_536, ...options }: HgbBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectMembers(names, 'names', { linkTypes: 'list' });
  const number = names.linkTypes.findIndex(({ type }) => sameEdgeType(type, linkType));
  if (number < 0)
    throw new HeteroGraphError('UNKNOWN_TYPE', 'There is no such link type.', {
      type: edgeTypeKey(linkType),
      hint: `There are: ${names.linkTypes.map(({ type }) => edgeTypeKey(type)).join(', ') || 'none'}.`,
    });
  const file = filesIn(folder, hgbFiles).get('link.dat')!;
  const ends = { source: growableInt32(), target: growableInt32() };
  const weights = growableFloat32();
  const row = linkRow(file);
  const isId = (value: number) => (value | 0) === value && value >= 0;
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    row.read(bytes, start, end, line);
    const kind = row.number(2);
    if (!names.linkTypes[kind]) throw row.bad('the link type is unknown');
    if (kind !== number) return false;
    const [source, target] = [row.number(0), row.number(1)];
    const weight = linkWeight(row);
    if (!isId(source) || !isId(target)) throw row.bad('an end is no id');
    ends.source.push(source);
    ends.target.push(target);
    weights.push(weight);
    return weights.length >= batchRows;
  };
  const cut = () => {
    const columns = [
      ['source', makeVector(numericColumn('int32', ends.source.done()))],
      ['target', makeVector(numericColumn('int32', ends.target.done()))],
      ['weight', makeVector(numericColumn('float32', weights.done()))],
    ] as const;
    const numRows = weights.length;
    for (const part of [ends.source, ends.target, weights]) part.clear();
    return recordBatch(columns, numRows);
  };
  for await (const _ of feedLines(file, take, options)) if (weights.length >= batchRows) yield cut();
  if (weights.length > 0) yield cut();
}
