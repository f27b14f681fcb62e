import type { FeatureMatrix, RunOptions, SparseMatrix } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { type Growable, growableFloat32, growableInt32 } from '../../graph/internal.js';
import { malformedRow } from '../base/malformed.js';
import { eachLine } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
import { TabRow } from '../text/tab-row.js';
import type { HgbNames } from './names.js';

/** The nodes of a type while they are read: a range of ids from `first` on, and their features as sparse rows. */
export interface HgbNodes {
  count: number;
  first: number;
  width: number;
  readonly indptr: Growable<Int32Array>;
  readonly indices: Growable<Int32Array>;
  readonly values: Growable<Float32Array>;
}

/** Above this share of non-zero entries a matrix is kept dense. */
const denseAbove = 0.3;
const ZERO = 48;
const COMMA = 44;

/** Reads `node.dat`: id, name, type, features; tab between. @throws {HeteroGraphError} MALFORMED_ROW */
export async function readHgbNodes(file: FileSource, names: HgbNames, options: RunOptions): Promise<HgbNodes[]> {
  const types = names.nodeTypes.map(emptyHgbNodes);
  const take = hgbNodeTaker(file, types);
  await eachLine(file, (bytes, start, end, line) => void take(bytes, start, end, line), options);
  if (types.every(({ count }) => count === 0)) throw malformedRow(file, 1, 'there are no nodes');
  return types;
}

export function emptyHgbNodes(): HgbNodes {
  return {
    count: 0,
    first: 0,
    width: 0,
    indptr: growableInt32(),
    indices: growableInt32(),
    values: growableFloat32(),
  };
}

/**
 * A function that takes the lines of `node.dat` in turn and answers the type each was added to.
 *
 * @param only where given, features of other types are not looked at
 */
export function hgbNodeTaker(file: FileSource, types: readonly HgbNodes[], only?: HgbNodes) {
  let nodes = 0;
  let current = 0;
  const row = new TabRow(file, 3, 'a node needs id, name and type');
  return (bytes: Uint8Array, start: number, end: number, line: number): HgbNodes => {
    row.read(bytes, start, end, line);
    if (row.number(0) !== nodes) throw row.bad(`id ${nodes} is expected here`);
    const kind = row.number(2);
    const type = types[kind];
    if (!type || kind < current) throw row.bad('the node type is unknown or out of order');
    current = kind;
    if (type.count === 0) type.first = nodes;
    if (only === undefined || only === type) {
      type.indptr.push(type.indices.length);
      const columns = row.numFields > 3 && row.start(3) < end ? readFeatures(row, type) : 0;
      if (type.count === 0) type.width = columns;
      else if (columns !== type.width) throw row.bad(`${columns} features instead of ${type.width}`);
    }
    type.count++;
    nodes++;
    return type;
  };
}

function readFeatures(row: TabRow, type: HgbNodes): number {
  const { bytes } = row;
  const end = row.end(3);
  let column = 0;
  for (let at = row.start(3); at <= end; column++) {
    let comma = bytes.indexOf(COMMA, at);
    if (comma < 0 || comma > end) comma = end;
    // "0" and "0.0" are most of every file.
    if (!(bytes[at] === ZERO && (comma - at === 1 || (comma - at === 3 && bytes[at + 2] === ZERO)))) {
      const value = parseNumber(bytes, at, comma);
      if (!Number.isFinite(Math.fround(value))) throw row.bad(`feature ${column} is no number`);
      if (value !== 0) {
        type.indices.push(column);
        type.values.push(value);
      }
    }
    at = comma + 1;
  }
  return column;
}

/** The features of a type, [N, width]; undefined where it has none. */
export function hgbFeatures(type: HgbNodes): FeatureMatrix | undefined {
  const { count: numRows, width } = type;
  if (width === 0) return undefined;
  const sparse = takeHgbRows(type);
  const { indptr, indices, values } = sparse;
  if (indices.length <= denseAbove * numRows * width) return sparse;
  const dense = new Float32Array(numRows * width);
  for (let r = 0; r < numRows; r++)
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) dense[r * width + indices[e]!] = values[e]!;
  return { kind: 'dense', numRows, width, values: dense };
}

/** The rows that wait, which are forgotten. */
export function takeHgbRows({ width, ...type }: HgbNodes): SparseMatrix {
  const numRows = type.indptr.length;
  type.indptr.push(type.indices.length);
  const [indptr, indices, values] = [type.indptr.done(), type.indices.done(), type.values.done()];
  for (const part of [type.indptr, type.indices, type.values]) part.clear();
  return { kind: 'sparse', numRows, width, indptr, indices, values };
}
