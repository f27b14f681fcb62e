import fc from 'fast-check';
import {
  type ColumnData,
  type ColumnSchema,
  type ColumnType,
  type EdgeType,
  GraphBuilder,
  type HeteroGraph,
} from '../../../src/graph/index.js';

const TYPES: readonly ColumnType[] = ['int32', 'int64', 'float32', 'float64', 'bool', 'utf8', 'dense', 'sparse'];
const text = fc.string({ unit: 'binary', maxLength: 8 }).map((value) => Buffer.from(value).toString());
const awkward = fc.constantFrom(
  '',
  '"',
  ',',
  '\n',
  '\r\n',
  'a\r',
  ' x ',
  '\\N',
  '\\N1',
  '007',
  '1.50',
  'NaN',
  'ü,"\n',
  '\ufeff',
  '\ufeffa',
  '\ufeff12',
);
const word = fc.oneof(text, awkward);
const name = fc.oneof(
  fc.constantFrom('a', 'type', 'key', 'relation', 'na me', 'x,"y"', 'ü', '__proto__', 'constructor'),
  text.filter((t) => t !== ''),
);
const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

interface Column {
  readonly schema: ColumnSchema;
  readonly data: ColumnData;
}

function values(type: ColumnType, length: number, width: number): fc.Arbitrary<ColumnData> {
  const size = { minLength: length, maxLength: length };
  switch (type) {
    case 'int32':
      return fc.array(fc.integer(), size);
    case 'int64':
      return fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), size);
    case 'float32':
      return fc.array(float32, size).map((all) => Float32Array.from(all));
    case 'float64':
      return fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), size);
    case 'bool':
      return fc.array(fc.boolean(), size);
    case 'utf8':
      return fc.array(word, size);
    case 'dense':
      return fc
        .array(float32, { minLength: length * width, maxLength: length * width })
        .map((all) => ({ kind: 'dense', numRows: length, width, values: Float32Array.from(all) }));
    case 'sparse':
      return fc.array(fc.uniqueArray(fc.nat(width - 1), { maxLength: width }), size).map((rows) => {
        const indptr = new Int32Array(length + 1);
        for (const [i, row] of rows.entries()) indptr[i + 1] = indptr[i]! + row.length;
        const indices = Int32Array.from(rows.flatMap((row) => row.sort((a, b) => a - b)));
        const entries = Float32Array.from(indices, (index) => Math.fround(index / 3 - 1));
        return { kind: 'sparse', numRows: length, width, indptr, indices, values: entries };
      });
  }
}

function column(columnName: string, length: number): fc.Arbitrary<Column> {
  return fc
    .record({
      type: fc.constantFrom(...TYPES),
      width: fc.integer({ min: 1, max: 3 }),
      holes: fc.boolean(),
      seed: fc.nat(),
    })
    .chain(({ type, width, holes, seed }) =>
      values(type, length, width).map((data): Column => {
        const isMatrix = type === 'dense' || type === 'sparse';
        const schema: ColumnSchema = {
          name: columnName,
          type,
          role: isMatrix ? 'feature' : 'attribute',
          ...(isMatrix ? { width } : {}),
          ...(holes && !isMatrix ? { nullable: true } : {}),
        };
        if (!holes || isMatrix) return { schema, data };
        const list = [...(data as readonly string[])];
        return { schema, data: list.map((value, i) => ((seed >> (i % 20)) & 1 ? null : value)) };
      }),
    );
}

function columns(length: number, taken: readonly string[] = []): fc.Arbitrary<Column[]> {
  return fc
    .uniqueArray(name, { maxLength: 3 })
    .chain((names) => fc.tuple(...names.filter((each) => !taken.includes(each)).map((each) => column(each, length))));
}

/** External ids of a node type, or none. */
function ids(length: number): fc.Arbitrary<Column | undefined> {
  const size = { minLength: length, maxLength: length };
  const schema = (type: ColumnType): ColumnSchema => ({ name: 'id', type, role: 'id' });
  return fc.oneof(
    fc.constant(undefined),
    fc.uniqueArray(fc.integer(), size).map((data) => ({ schema: schema('int32'), data })),
    fc
      .uniqueArray(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), size)
      .map((data) => ({ schema: schema('int64'), data })),
    fc.uniqueArray(word, { ...size, selector: (t) => t.trim() }).map((data) => ({ schema: schema('utf8'), data })),
    fc.uniqueArray(fc.maxSafeInteger(), { ...size, selector: String }).map((data) => ({
      schema: schema('float64'),
      data: Float64Array.from(data),
    })),
  );
}

/** Numbers of classes, yes and no, or several classes a node. */
function labels(count: number): fc.Arbitrary<Column> {
  const size = { minLength: count, maxLength: count };
  const schema = { name: 'label?', role: 'label' } as const;
  const column = (own: Omit<ColumnSchema, 'name' | 'role'>, data: ColumnData): Column => ({
    schema: { ...schema, ...own },
    data,
  });
  const classes = ['c', 'a', '2'];
  const three = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
  return fc.oneof(
    fc.array(fc.option(fc.nat(2), { freq: 3 }), size).map((data) => column({ type: 'int32', classes }, data)),
    fc.array(fc.boolean(), size).map((data) => column({ type: 'bool', classes: ['n', 'y'] }, data)),
    fc.array(three, size).map((rows) => {
      const values = Float32Array.from(rows.flat(), Number);
      return column({ type: 'dense', width: 3, classes }, { kind: 'dense', numRows: count, width: 3, values });
    }),
  );
}

const nodeTable = fc.integer({ min: 0, max: 6 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    id: ids(count),
    columns: columns(count, ['id']),
    label: fc.option(labels(count)),
  }),
);

/** A graph of a few small tables: every column type, empty types, self loops, parallel edges, awkward texts and names. */
export const anyGraph: fc.Arbitrary<HeteroGraph> = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    tables: fc.array(nodeTable, { minLength: 3, maxLength: 3 }),
    edges: fc.uniqueArray(fc.tuple(fc.nat(2), name, fc.nat(2)), { maxLength: 3, selector: String }),
    ends: fc.array(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }), { minLength: 3, maxLength: 3 }),
  })
  .chain(({ names, tables, edges, ends }) => {
    const sized = edges.flatMap(([s, relation, t], i) => {
      if (s >= names.length || t >= names.length) return [];
      const [from, to] = [tables[s]!.count, tables[t]!.count];
      const pairs = from > 0 && to > 0 ? ends[i]!.map(([a, b]) => [a % from, b % to] as const) : [];
      return [{ type: [names[s]!, relation, names[t]!] as EdgeType, pairs }];
    });
    const unique = sized.filter(({ type }, i) => sized.findIndex((other) => String(other.type) === String(type)) === i);
    const edgeColumns = unique.map(({ pairs }) => columns(pairs.length, ['source', 'target']));
    return fc.tuple(...edgeColumns).map((all) => {
      const nodeColumns = names.map((_, i) => {
        const { id, columns: rest, label } = tables[i]!;
        const labelled = label ? [label] : [];
        return [...(id ? [id] : []), ...rest.filter(({ schema }) => schema.name !== 'label?'), ...labelled];
      });
      const builder = new GraphBuilder({
        nodes: names.map((each, i) => ({ name: each, columns: nodeColumns[i]!.map(({ schema }) => schema) })),
        edges: unique.map(({ type }, i) => ({ type, columns: all[i]!.map(({ schema }) => schema) })),
      });
      for (const [i, each] of names.entries()) {
        builder.addNodes(each, record(nodeColumns[i]!), { count: tables[i]!.count });
      }
      for (const [i, { type, pairs }] of unique.entries()) {
        const source = Int32Array.from(pairs, ([a]) => a);
        const target = Int32Array.from(pairs, ([, b]) => b);
        builder.addEdges(type, { ...record(all[i]!), source, target });
      }
      return builder.build();
    });
  });

function record(all: readonly Column[]): Record<string, ColumnData> {
  return Object.fromEntries(all.map(({ schema, data }) => [schema.name, data]));
}
