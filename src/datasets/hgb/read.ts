import { basename, join } from 'node:path';
import { type FeatureMatrix, HeteroGraphError, type RunOptions } from '../../core/index.js';
import {
  type ColumnData,
  type ColumnSchema,
  type EdgeType,
  GraphBuilder,
  type HeteroGraph,
} from '../../graph/index.js';
import { eachLine, type Growable, growableFloat32, growableInt32, parseNumber } from './lines.js';

/** Names of an HGB folder's node types, link types (a triple each, with its inverse's number) and classes. */
export interface HgbNames {
  readonly nodeTypes: readonly string[];
  readonly linkTypes: readonly { readonly type: EdgeType; readonly inverse?: number }[];
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
}

interface TypeRows {
  count: number;
  first: number;
  width: number;
  readonly indptr: Growable<Int32Array>;
  readonly indices: Growable<Int32Array>;
  readonly values: Growable<Float32Array>;
}

/** Above this share of non-zero entries a matrix is kept dense. */
const denseAbove = 0.3;

/**
 * Reads a folder in the format of the Heterogeneous Graph Benchmark: `node.dat`, `link.dat`, `label.dat`, `label.dat.test`,
 * plain or gzipped. Bytes are scanned as they stream; features go straight to sparse rows.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING, MALFORMED_ROW naming file and row
 */
export async function readHgbFolder(folder: string, names: HgbNames, options: RunOptions = {}): Promise<HeteroGraph> {
  const types = await readNodes(join(folder, 'node.dat'), names, options);
  const total = types.reduce((sum, type) => sum + type.count, 0);
  options.onProgress?.({ stage: 'read', done: 1, total: 3, unit: 'files' });
  const links = await readLinks(join(folder, 'link.dat'), names, types, options);
  options.onProgress?.({ stage: 'read', done: 2, total: 3, unit: 'files' });
  const labels = await readLabels(folder, names, types[0]!.count, options);
  options.onProgress?.({ stage: 'read', done: 3, total: 3, unit: 'files' });
  if (total === 0) throw malformed(join(folder, 'node.dat'), 1, 'there are no nodes');

  const columns = types.map((type, t): [ColumnSchema, ColumnData][] => {
    const own: [ColumnSchema, ColumnData][] = [];
    const features = matrixOf(type);
    if (features) own.push([{ name: 'x', type: features.kind, role: 'feature', width: features.width }, features]);
    if (t === 0) own.push(...labels);
    return own;
  });
  const builder = new GraphBuilder({
    nodes: names.nodeTypes.map((name, t) => ({ name, columns: columns[t]!.map(([schema]) => schema) })),
    edges: names.linkTypes.map(({ type, inverse }) => ({
      type,
      columns: [],
      ...(inverse === undefined ? {} : { inverse: names.linkTypes[inverse]!.type }),
    })),
  });
  for (const [t, name] of names.nodeTypes.entries()) {
    const own = columns[t]!;
    builder.addNodes(
      name,
      own.length === 0 ? types[t]!.count : Object.fromEntries(own.map(([schema, data]) => [schema.name, data])),
    );
  }
  for (const [i, { type }] of names.linkTypes.entries()) {
    builder.addEdges(type, { source: links[i]!.source.done(), target: links[i]!.target.done() });
  }
  return builder.build();
}

async function readNodes(file: string, names: HgbNames, options: RunOptions): Promise<TypeRows[]> {
  const types = names.nodeTypes.map(
    (): TypeRows => ({
      count: 0,
      first: 0,
      width: 0,
      indptr: growableInt32(),
      indices: growableInt32(),
      values: growableFloat32(),
    }),
  );
  let nodes = 0;
  let current = 0;
  await eachLine(
    file,
    (block, start, end, line) => {
      const tabs = tabsOf(block, start, end, 3);
      if (tabs.length < 2) throw malformed(file, line, 'a node needs id, name and type');
      if (parseNumber(block, start, tabs[0]!) !== nodes) throw malformed(file, line, `id ${nodes} is expected here`);
      const kind = parseNumber(block, tabs[1]! + 1, tabs[2] ?? end);
      const type = types[kind];
      if (!type || kind < current) throw malformed(file, line, 'the node type is unknown or out of order');
      current = kind;
      if (type.count === 0) type.first = nodes;
      type.indptr.push(type.indices.length);
      if (tabs[2] !== undefined && tabs[2] + 1 < end) readRow(block, tabs[2] + 1, end, type, file, line);
      type.count++;
      nodes++;
    },
    options,
  );
  return types;
}

function readRow(block: Uint8Array, start: number, end: number, type: TypeRows, file: string, line: number): void {
  let column = 0;
  for (let at = start; at <= end; column++) {
    let comma = block.indexOf(44, at);
    if (comma < 0 || comma > end) comma = end;
    // "0" and "0.0" are most of every file.
    if (!(block[at] === 48 && (comma - at === 1 || (comma - at === 3 && block[at + 2] === 48)))) {
      const value = parseNumber(block, at, comma);
      if (!Number.isFinite(value)) throw malformed(file, line, `feature ${column} is no number`);
      if (value !== 0) {
        type.indices.push(column);
        type.values.push(value);
      }
    }
    at = comma + 1;
  }
  if (type.count === 0) type.width = column;
  else if (column !== type.width) throw malformed(file, line, `${column} features instead of ${type.width}`);
}

async function readLinks(file: string, names: HgbNames, types: readonly TypeRows[], options: RunOptions) {
  const links = names.linkTypes.map(({ type }) => ({
    source: growableInt32(),
    target: growableInt32(),
    from: types[names.nodeTypes.indexOf(type[0])]!,
    to: types[names.nodeTypes.indexOf(type[2])]!,
  }));
  await eachLine(
    file,
    (block, start, end, line) => {
      const tabs = tabsOf(block, start, end, 3);
      if (tabs.length < 2) throw malformed(file, line, 'a link needs source, target and type');
      const link = links[parseNumber(block, tabs[1]! + 1, tabs[2] ?? end)];
      if (!link) throw malformed(file, line, 'the link type is unknown');
      const source = parseNumber(block, start, tabs[0]!) - link.from.first;
      const target = parseNumber(block, tabs[0]! + 1, tabs[1]!) - link.to.first;
      if (!(source >= 0 && source < link.from.count && target >= 0 && target < link.to.count)) {
        throw malformed(file, line, 'an end is not a node of the type that the link type wants');
      }
      link.source.push(source);
      link.target.push(target);
    },
    options,
  );
  return links;
}

async function readLabels(
  folder: string,
  names: HgbNames,
  count: number,
  options: RunOptions,
): Promise<[ColumnSchema, ColumnData][]> {
  const { classes, multiLabel } = names;
  const single: (number | null)[] = new Array(count).fill(null);
  const multi = new Float32Array(multiLabel ? count * classes.length : 0);
  const masks = { trainValid: new Uint8Array(count), test: new Uint8Array(count) };
  for (const [name, mask] of [
    ['label.dat', masks.trainValid],
    ['label.dat.test', masks.test],
  ] as const) {
    const file = join(folder, name);
    await eachLine(
      file,
      (block, start, end, line) => {
        const tabs = tabsOf(block, start, end, 3);
        if (tabs.length < 3) throw malformed(file, line, 'a label needs id, name, type and classes');
        const row = parseNumber(block, start, tabs[0]!);
        if (!(row >= 0 && row < count)) throw malformed(file, line, 'the id is not one of the labelled type');
        const text = Buffer.from(block.subarray(tabs[2]! + 1, end)).toString('latin1');
        for (const part of text.split(',')) {
          const label = part === '' ? Number.NaN : Number(part);
          if (!(Number.isInteger(label) && label >= 0 && label < classes.length))
            throw malformed(file, line, `class ${part} is unknown`);
          if (multiLabel) multi[row * classes.length + label] = 1;
          else single[row] = label;
        }
        mask[row] = 1;
      },
      options,
    );
  }
  const label: [ColumnSchema, ColumnData] = multiLabel
    ? [
        { name: 'label', type: 'dense', role: 'label', width: classes.length, classes },
        { kind: 'dense', numRows: count, width: classes.length, values: multi },
      ]
    : [{ name: 'label', type: 'int32', role: 'label', classes, nullable: true }, single];
  return [
    label,
    [{ name: 'trainValid', type: 'bool', role: 'mask' }, masks.trainValid],
    [{ name: 'test', type: 'bool', role: 'mask' }, masks.test],
  ];
}

function matrixOf(type: TypeRows): FeatureMatrix | undefined {
  const { count: numRows, width } = type;
  if (width === 0) return undefined;
  const indices = type.indices.done();
  const values = type.values.done();
  const indptr = new Int32Array(numRows + 1);
  indptr.set(type.indptr.done());
  indptr[numRows] = indices.length;
  if (indices.length <= denseAbove * numRows * width)
    return { kind: 'sparse', numRows, width, indptr, indices, values };
  const dense = new Float32Array(numRows * width);
  for (let r = 0; r < numRows; r++)
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) dense[r * width + indices[e]!] = values[e]!;
  return { kind: 'dense', numRows, width, values: dense };
}

/** Positions of the first `most` tabs of a line. */
function tabsOf(block: Uint8Array, start: number, end: number, most: number): number[] {
  const tabs: number[] = [];
  for (let at = block.indexOf(9, start); at >= 0 && at < end && tabs.length < most; at = block.indexOf(9, at + 1))
    tabs.push(at);
  return tabs;
}

function malformed(file: string, row: number, why: string): HeteroGraphError {
  return new HeteroGraphError('MALFORMED_ROW', `The row cannot be used: ${why}.`, {
    file: basename(file),
    row,
    hint: `The file is ${file}.`,
  });
}
