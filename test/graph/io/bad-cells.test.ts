import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BadCell,
  type BadCellPolicy,
  csvBatches,
  graphFromRows,
  type NamedText,
  readArrowGraph,
  readCsvGraph,
  readJsonLines,
  rowBatches,
} from '../../../src/graph/index.js';

const file = (text: string): NamedText => ({ name: 'a.csv', text });
const text = 'id,price,day\nA,1.5,x\nB,unknown,y\nC,,z\nD,2,\nE,nan,w\n';

const csv = (onBadCell?: BadCellPolicy, onBadRow?: 'collect') =>
  readCsvGraph({
    nodes: { n: { files: file(text), id: 'id', columns: { price: 'float64' } } },
    ...(onBadCell ? { onBadCell } : {}),
    ...(onBadRow ? { onBadRow } : {}),
  });

test('a bad cell makes its row a bad one, or is missing and counted, or is also named', async () => {
  const location = { file: 'a.csv', row: 3, column: 'price' };
  await expect(csv()).rejects.toMatchObject({ code: 'WRONG_DTYPE', location });
  await expect(csv('fail')).rejects.toMatchObject({ code: 'WRONG_DTYPE', location });
  expect(await csv('fail', 'collect')).toMatchObject({ numRows: 3, numBadRows: 2, numBadCells: 0, badCells: [] });
  const counted = await csv('null');
  expect(counted).toMatchObject({ numRows: 5, numBadRows: 0, numBadCells: 2, badCells: [] });
  expect([...counted.graph.numbers('n', 'price')]).toEqual([1.5, Number.NaN, Number.NaN, 2, Number.NaN]);
  expect((await csv('collect')).badCells).toEqual([
    { file: 'a.csv', row: 3, column: 'price', value: 'unknown' },
    { file: 'a.csv', row: 6, column: 'price', value: 'nan' },
  ]);
});

test('ids, ends and columns that may not be null still make a row bad; its other cells are not counted', async () => {
  const nodes = {
    n: {
      files: file('id,a,b\nA,x,1\nA,x,2\nB,1,y\n'),
      id: 'id',
      columns: { a: 'int32', b: { type: 'int32', nullable: false } },
    },
  } as const;
  const edges = [
    {
      type: ['n', 'e', 'n'],
      files: { name: 'e.csv', text: 'source,target,w\nA,A,many\nA,Z,many\n' },
      columns: { w: 'float64' },
    },
  ] as const;
  const { graph, badRows, badCells, numBadCells } = await readCsvGraph({
    nodes,
    edges,
    onBadRow: 'collect',
    onBadCell: 'collect',
  });
  expect(badRows.map(({ row, code }) => [row, code])).toEqual([
    [3, 'DUPLICATE_ID'],
    [4, 'WRONG_DTYPE'],
    [3, 'UNKNOWN_ID'],
  ]);
  expect(badCells.map(({ row, column }) => [row, column])).toEqual([
    [2, 'a'],
    [2, 'w'],
  ]);
  expect([numBadCells, graph.numNodes(), graph.numEdges()]).toEqual([2, 1, 1]);
});

test('the cells kept and the cells missing are those of a plain reading, cell by cell', async () => {
  const cell = fc.constantFrom('1', '2.5', 'x', '', '-3', '1e3', 'y z');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 }), async (rows) => {
      const written = file(`a,b\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
      const { graph, badCells, numRows } = await readCsvGraph({
        nodes: { n: { files: written, columns: { a: 'float64', b: 'float64' } } },
        onBadCell: 'collect',
      });
      const isNumber = (each: string) => each !== '' && Number.isFinite(Number(each));
      const expected = rows.flatMap((row, r) =>
        row.flatMap((each, c) => (each === '' || isNumber(each) ? [] : [[r + 2, 'ab'[c], each]])),
      );
      expect(badCells.map(({ row, column, value }) => [row, column, value])).toEqual(expected);
      expect(numRows).toBe(rows.length);
      for (const [c, name] of ['a', 'b'].entries()) {
        expect([...graph.numbers('n', name)]).toEqual(
          rows.map((row) => (isNumber(row[c]!) ? Number(row[c]) : Number.NaN)),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('lines of JSON, rows and Arrow know the same policies, and texts without value where they are named', async () => {
  const lines = '{"a":1}\n{"a":"-"}\n{"a":[2]}\n{"a":null}\n';
  const read = await readJsonLines({
    nodes: { n: { files: file(lines), columns: { a: 'float64' }, nullText: '-' } },
    onBadCell: 'collect',
  });
  expect([...read.graph.numbers('n', 'a')]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
  expect(read.badCells).toEqual([{ file: 'a.csv', row: 3, column: 'a', value: '[2]' }]);
  const rows = await graphFromRows({
    nodes: { n: { rows: [{ a: 1 }, { a: 'x' }], columns: { a: 'int32' } } },
    onBadCell: 'null',
  });
  expect([rows.numBadCells, [...rows.graph.numbers('n', 'a')]]).toEqual([1, [1, Number.NaN]]);
  const table = new Table({ a: vectorFromArray(['1', 'x', '-'], new Utf8()) });
  const arrow = await readArrowGraph({
    nodes: {
      n: {
        files: { name: 'a.arrow', bytes: tableToIPC(table) },
        nullText: '-',
        convert: { a: (value) => Number(value) },
      },
    },
    onBadCell: 'null',
  });
  expect([arrow.numBadCells, [...arrow.graph.numbers('n', 'a')]]).toEqual([1, [1, Number.NaN, Number.NaN]]);
});

test('a converter makes values of cells: null is missing, nothing and an error are no value', async () => {
  const dirty = file('id;price;seen\n007;1,5;2024-05-31\n008;-;2024-06-01\n9;free;never\n10;;2024-06-02\n');
  const { graph, badCells } = await readCsvGraph({
    nodes: {
      n: {
        files: dirty,
        id: 'id',
        convert: {
          id: (cell) => cell.padStart(3, '0'),
          price: (cell) => (cell === '-' ? null : Number(cell.replace(',', '.'))),
          seen: (cell) => {
            if (cell === 'never') throw new Error('no date');
            return new Date(cell);
          },
        },
      },
    },
    onBadCell: 'collect',
  });
  expect([0, 1, 2, 3].map((row) => graph.ids('n').idOf(row))).toEqual(['007', '008', '009', '010']);
  expect([...graph.numbers('n', 'price')]).toEqual([1.5, Number.NaN, Number.NaN, Number.NaN]);
  expect(graph.numbers('n', 'seen')[0]).toBe(Date.UTC(2024, 4, 31) / 1000);
  expect(graph.nodeSchema('n').columns.find(({ name }) => name === 'seen')).toMatchObject({
    type: 'float64',
    role: 'time',
  });
  expect(badCells.map(({ row, column, value }) => [row, column, value])).toEqual([
    [4, 'price', 'free'],
    [4, 'seen', 'never'],
  ]);
  const spec = {
    files: dirty,
    convert: {
      seen: () => {
        throw new Error('broken');
      },
    },
  };
  await expect(readCsvGraph({ nodes: { n: spec } })).rejects.toMatchObject({
    code: 'WRONG_DTYPE',
    location: { row: 2, column: 'seen' },
  });
  await expect(readCsvGraph({ nodes: { n: { files: dirty, convert: { prize: Number } } } })).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    location: { column: 'prize' },
  });
});

test('a Date is a time', async () => {
  const rows = [{ at: new Date(0) }, { at: new Date(86_400_000) }, { at: new Date(Number.NaN) }];
  const { graph, numBadCells } = await graphFromRows({ nodes: { n: { rows } }, onBadCell: 'null' });
  expect(graph.nodeSchema('n').columns[0]).toMatchObject({ type: 'float64', role: 'time', nullable: true });
  expect([numBadCells, [...graph.numbers('n', 'at')]]).toEqual([1, [0, 86_400, Number.NaN]]);
});

test('batches tell of cells as they come', async () => {
  const cells: BadCell[] = [];
  const options = {
    columns: { price: 'float64' },
    batchRows: 2,
    onBadCell: 'collect',
    onCell: (cell: BadCell) => cells.push(cell),
  } as const;
  let rows = 0;
  for await (const batch of csvBatches(file(text), options)) rows += batch.numRows;
  expect([rows, cells.map(({ row }) => row)]).toEqual([5, [3, 6]]);
  for await (const batch of rowBatches([{ a: '1' }], { convert: { a: (value) => Number(value) } }))
    expect(batch.getChildAt(0)!.get(0)).toBe(1);
});
