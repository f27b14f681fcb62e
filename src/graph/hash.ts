import { createHash, type Hash } from 'node:crypto';
import type { Data, Table, Vector } from 'apache-arrow';
import { validity } from './columns/from-arrow.js';
import type { HeteroGraph } from './hetero-graph.js';

/** SHA-256 over the schema and the column buffers, cut to their length so that padding does not count. */
export function hashGraph(graph: HeteroGraph): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(graph.schema));
  for (const type of graph.nodeTypes) addTable(hash, graph.nodeTable(type));
  for (const type of graph.edgeTypes) addTable(hash, graph.edgeTable(type));
  return hash.digest('hex');
}

function addTable(hash: Hash, table: Table): void {
  hash.update(`table ${table.numRows}\n`);
  for (const [i, field] of table.schema.fields.entries()) {
    hash.update(`column ${field.name} ${field.type}\n`);
    const vector = table.getChildAt(i) as Vector;
    if (vector.length === 0) continue;
    const data = vector.data[0]!;
    if (data.nullCount > 0) hash.update(validity(vector));
    addData(hash, data, vector.length);
  }
}

function addData(hash: Hash, data: Data, length: number): void {
  const { valueOffsets, values, children } = data;
  if (valueOffsets) {
    hash.update(bytes(valueOffsets.subarray(0, length + 1)));
    const end = Number(valueOffsets[length]);
    if (children.length > 0) for (const child of children) addData(hash, child, end);
    else if (values) hash.update(bytes(values.subarray(0, end)));
  } else if (children.length > 0) {
    for (const child of children) addData(hash, child, child.length);
  } else if (values) {
    const isBits = values instanceof Uint8Array;
    hash.update(bytes(isBits ? values.subarray(0, Math.ceil(length / 8)) : values.subarray(0, length)));
  }
}

function bytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
