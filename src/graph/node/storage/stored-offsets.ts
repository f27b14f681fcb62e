import { type Data, Field, Int32, List, makeData, RecordBatch, Schema, Struct, Table } from 'apache-arrow';
import { corrupt } from '../../../files/index.js';
import type { Direction } from '../../hetero-graph/graph-store.js';
import { arrowFolder } from '../graph-folders.js';
import { parseArrow } from './stored-table.js';

const DIRECTIONS: readonly Direction[] = ['out', 'in'];

/** Row offsets of both directions as an Arrow table of one row: `out` and `in`, lists of int32. */
export function offsetsTable(offsets: Readonly<Record<Direction, Int32Array>>): Table {
  const item = new Field('item', new Int32(), false);
  const schema = new Schema(DIRECTIONS.map((name) => new Field(name, new List(item), false)));
  const children = DIRECTIONS.map((name): Data => {
    const values = offsets[name];
    const child = makeData({ type: new Int32(), length: values.length, data: values });
    return makeData({ type: new List(item), length: 1, valueOffsets: Int32Array.of(0, values.length), child });
  });
  const data = makeData({ type: new Struct(schema.fields), length: 1, nullCount: 0, children });
  return new Table(new RecordBatch(schema, data));
}

/**
 * Inverse of {@link offsetsTable} for one direction, a view of the bytes.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE where they are not offsets of `numRows` rows and `numEdges` edges
 */
export function readOffsets(
  path: string,
  bytes: Uint8Array,
  direction: Direction,
  numRows: number,
  numEdges: number,
): Int32Array {
  const table = parseArrow(path, bytes);
  const list = table.getChild(direction)?.data[0];
  const values: unknown = list?.children[0]?.values;
  const offsets = values instanceof Int32Array ? values.subarray(0, numRows + 1) : new Int32Array(0);
  let isSound = offsets.length === numRows + 1 && offsets[0] === 0 && offsets[numRows] === numEdges;
  for (let row = 0; row < numRows && isSound; row++) isSound = offsets[row + 1]! >= offsets[row]!;
  if (!isSound) throw corrupt(arrowFolder, path, `"${direction}" does not hold the offsets of ${numRows} rows.`);
  return offsets;
}
