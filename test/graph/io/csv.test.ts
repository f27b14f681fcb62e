import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ColumnDeclarations, hashGraph, type NamedStream, readCsvGraph } from '../../../src/graph/index.js';
import { RowPlaces } from '../../../src/graph/io/table/row-places.js';

const file = (text: string, piece = 1 << 16): NamedStream => {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.slice(i * piece, (i + 1) * piece),
  );
  return { name: 'nodes.csv', bytes: chunks };
};

async function read(text: string, columns: ColumnDeclarations = {}, piece?: number) {
  const { graph, ...report } = await readCsvGraph({ nodes: { n: { files: file(text, piece), columns } } });
  const types = Object.fromEntries(graph.schema.nodes[0]!.columns.map(({ name, type }) => [name, type]));
  return {
    graph,
    types,
    rows: graph
      .nodeTable('n')
      .toArray()
      .map((row) => row.toJSON()),
    ...report,
  };
}

test('quotes, line ends in cells, byte order mark, CR LF, empty cells', async () => {
  const text = '\ufeffname,"a ""note""",year\r\n"x, y","two\nlines",1999\r\nü,,\r\n"",plain,-3\r\n';
  for (const piece of [1, 7, 1000]) {
    const { types, rows } = await read(text, {}, piece);
    expect(types).toEqual({ name: 'utf8', 'a "note"': 'utf8', year: 'int32' });
    expect(rows).toEqual([
      { name: 'x, y', 'a "note"': 'two\nlines', year: 1999 },
      { name: 'ü', 'a "note"': null, year: null },
      { name: null, 'a "note"': 'plain', year: -3 },
    ]);
  }
});

test('types widen late without losing what came before', async () => {
  const many = (value: string) => `${value}\n`.repeat(3);
  const cases: [string, string, unknown[]][] = [
    [`a,b\n1,\n2,\n`, 'int32', [1, 2]],
    [`a,b\n1,\n2.5,\n`, 'float64', [1, 2.5]],
    [`a,b\n1.50,\nx,\n`, 'utf8', ['1.50', 'x']],
    [`a,b\n,\n1e3,\n 7,\nx,\n`, 'utf8', [null, '1e3', ' 7', 'x']],
    [`a,b\n7,\n007,\n`, 'utf8', ['7', '007']],
    [`a,b\n3000000000,\n`, 'float64', [3e9]],
    [`a,b\n1,\n12345678901234567890,\n`, 'utf8', ['1', '12345678901234567890']],
    [`a,b\ntrue,\nfalse,\n`, 'bool', [true, false]],
    [`a,b\ntrue,\n1,\n`, 'utf8', ['true', '1']],
    [`a,b\n-0,\n0.10,\n5,\n`, 'float64', [-0, 0.1, 5]],
    [`a,b\n${many(',')}`, 'utf8', [null, null, null]],
  ];
  for (const [text, type, values] of cases) {
    const { types, rows } = await read(text);
    expect([text, types.a, rows.map(({ a }) => a)]).toEqual([text, type, values]);
  }
});

test('the byte scanner and papaparse give the same graph', async () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 50 }).map(String) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', ' 7', '1.50', '007', '+5', '1e3', '-0', '9007199254740993', 'x', ' ', '.5'),
    },
  );
  const rows = fc.array(fc.tuple(cell, cell, fc.constantFrom('\n', '\r\n')), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (cells, isDeclared, isPlain) => {
      const body = cells.map(([a, b, end], i) => `${i},${a},${isPlain ? i : b}${end}`).join('');
      const columns: ColumnDeclarations = isDeclared ? { a: 'float64' } : {};
      const load = (files: NamedStream, quote: string) =>
        readCsvGraph({ nodes: { n: { files, id: 'id', columns } }, quote, onBadRow: 'collect' });
      const scanned = await load(file(`id,a,b\n${body}`, 40), '"');
      // A quote character that occurs in the blocks keeps the scanner away: here every cell of the first column has it.
      const quoted = body.replace(/^(\d+),/gm, '"$1",');
      const parsed = await load(file(`id,a,b\n${quoted}`, 40), '"');
      expect(scanned.badRows).toEqual(parsed.badRows);
      expect(scanned.graph.schema).toEqual(parsed.graph.schema);
      expect(hashGraph(scanned.graph)).toBe(hashGraph(parsed.graph));
    }),
    { numRuns: 200 },
  );
});

test('edges find their nodes by id, several files a type, several columns', async () => {
  const { graph } = await readCsvGraph({
    nodes: {
      author: { files: [file('key,name\na,Ann\nb,Bob\n'), file('key,age\nc,33\n')], id: 'key' },
      paper: { files: file('id,area\n10,x\n20,y\n'), id: 'id', columns: { area: { role: 'label' } } },
    },
    edges: [
      {
        type: ['author', 'writes', 'paper'],
        files: file('who,what,weight\nc,10,0.5\na,20,2\n'),
        source: 'who',
        target: 'what',
      },
      { type: ['paper', 'in', 'venue'], files: file('source,target\n10,KDD\n20,ICML\n10,KDD\n') },
    ],
  });
  expect(
    graph
      .nodeTable('author')
      .toArray()
      .map((row) => row.toJSON()),
  ).toEqual([
    { key: 'a', name: 'Ann', age: null },
    { key: 'b', name: 'Bob', age: null },
    { key: 'c', name: null, age: 33 },
  ]);
  expect([...graph.edgeIndex('writes').source, ...graph.edgeIndex('writes').target]).toEqual([2, 0, 0, 1]);
  expect(graph.weights('writes')).toEqual(Float32Array.of(0.5, 2));
  expect(graph.labels('paper')).toMatchObject({ classes: ['x', 'y'], numClasses: 2 });
  expect(graph.numNodes('venue')).toBe(2);
  expect([...graph.edgeIndex('in').target]).toEqual([0, 1, 0]);
});

test.each([
  ['id,a\n1,2\n3\n', 'MALFORMED_ROW', 3, undefined],
  ['id,a\n1,2\n3,4,5\n', 'MALFORMED_ROW', 3, undefined],
  ['id,a\n1,2\n3,x\n', 'WRONG_DTYPE', 3, 'a'],
  ['id,a\n1,2\n,4\n', 'NULL_VALUE', 3, 'id'],
  ['id,a\n1,2\n1,4\n', 'DUPLICATE_ID', 3, 'id'],
  ['id,a\n1,2\n3,"4\n', 'MALFORMED_ROW', 3, undefined],
  ['id,a\n1,2\n3,"4"5"\n', 'MALFORMED_ROW', 3, undefined],
])('a bad row of %j is %s in row %i', async (text, code, row, column) => {
  const spec = { nodes: { n: { files: file(text), id: 'id', columns: { a: 'int32' as const } } } };
  const location = { file: 'nodes.csv', row, ...(column ? { column } : {}) };
  await expect(readCsvGraph(spec)).rejects.toMatchObject({ code, location });
  const { graph, numRows, badRows } = await readCsvGraph({ ...spec, onBadRow: 'collect' });
  expect([numRows, graph.numNodes('n')]).toEqual([1, 1]);
  expect(badRows).toMatchObject([{ code, ...location }]);
  expect(await readCsvGraph({ ...spec, onBadRow: 'skip' })).toMatchObject({ numBadRows: 1, badRows: [] });
});

test('several texts stand for no value; an empty cell only where it is named', async () => {
  const text = 'a,b,c\n1,x,\nNA,-,NA\n3,NA,z\n';
  const of = async (nullText: string | readonly string[]) => {
    const { graph } = await readCsvGraph({ nodes: { n: { files: file(text) } }, nullText });
    return graph
      .nodeTable('n')
      .toArray()
      .map((row) => Object.values(row.toJSON()));
  };
  expect(await of(['', 'NA', '-'])).toEqual([
    [1, 'x', null],
    [null, null, null],
    [3, null, 'z'],
  ]);
  expect(await of(['NA', '-'])).toEqual([
    [1, 'x', ''],
    [null, null, null],
    [3, null, 'z'],
  ]);
  expect(await of('NA')).toEqual([
    [1, 'x', ''],
    [null, '-', null],
    [3, null, 'z'],
  ]);
});

test('it is known in which row of which file an id was met first', () => {
  const places = new RowPlaces();
  places.add(0, 'a.csv', 2);
  places.add(1, 'a.csv', 4);
  places.add(2, 'b.csv', 2);
  places.add(9, 'b.csv', 3);
  expect([0, 1, 2, 3, 9, -1].map((node) => places.find(node))).toEqual([
    { file: 'a.csv', row: 2 },
    { file: 'a.csv', row: 4 },
    { file: 'b.csv', row: 2 },
    ...[undefined, undefined, undefined],
  ]);
});

test('an edge to an unknown node is a bad row, and can be left out', async () => {
  const spec = {
    nodes: { n: { files: file('id\n1\n2\n'), id: 'id' } },
    edges: [{ type: ['n', 'to', 'n'] as const, files: file('source,target,w\n1,2,x\n2,3,y\n') }],
  };
  await expect(readCsvGraph(spec)).rejects.toMatchObject({
    code: 'UNKNOWN_ID',
    location: { file: 'nodes.csv', row: 3, column: 'target', type: 'n>to>n' },
  });
  const { graph, badRows } = await readCsvGraph({ ...spec, onBadRow: 'collect' });
  expect(graph.numEdges()).toBe(1);
  expect(badRows).toMatchObject([{ code: 'UNKNOWN_ID', row: 3 }]);
});

test('files that cannot be read at all say which and where', async () => {
  await expect(read('')).rejects.toMatchObject({ code: 'EMPTY_FILE', location: { file: 'nodes.csv', row: 1 } });
  await expect(read('a,a\n')).rejects.toMatchObject({ code: 'DUPLICATE_NAME', location: { column: 'a' } });
  const missing = readCsvGraph({ nodes: { n: { files: file('a\n'), id: 'id' } } });
  await expect(missing).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    location: { file: 'nodes.csv', column: 'id' },
  });
  const latin = { name: 'nodes.csv', bytes: [Buffer.from('a,b\nx,y\nü,z\n', 'latin1')] };
  await expect(readCsvGraph({ nodes: { n: { files: latin } } })).rejects.toMatchObject({
    code: 'INVALID_UTF8',
    location: { file: 'nodes.csv', row: 3 },
  });
  const { graph } = await readCsvGraph({ nodes: { n: { files: latin } }, encoding: 'latin1' });
  expect(graph.nodeTable('n').get(1)!.toJSON()).toEqual({ a: 'ü', b: 'z' });
});
