import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type GraphMapping, guessMapping, openTables } from '../../../src/datasets/index.js';
import { describeGraph, hashGraph } from '../../../src/graph/index.js';
import { folderOf, library } from './folders.js';

const open = async (folder: string, change: (mapping: GraphMapping) => GraphMapping = (mapping) => mapping) =>
  openTables(folder, change((await guessMapping(folder)).mapping));

it('rows become nodes, keys edges both ways, cells values of their kind; what is left out is counted', async () => {
  const { graph, remarks } = await open(folderOf(library), ({ nodes, ...rest }) => ({
    ...rest,
    nodes: {
      ...nodes,
      book: { ...nodes.book!, columns: { ...nodes.book!.columns, pages: { kind: 'number', role: 'feature' } } },
    },
  }));
  expect(describeGraph(graph).edges.map(({ type, count }) => [...type, count])).toEqual([
    ['book', 'author', 'author', 2],
    ['author', 'books', 'book', 2],
    ['book', 'loans', 'member', 3],
    ['member', 'rev_loans', 'book', 3],
  ]);
  expect([0, 1, 2, 3].map((row) => graph.ids('book').idOf(row))).toEqual(['B1', 'B2', 'B3', 'B4']);
  expect([...graph.numbers('book', 'price')]).toEqual([9.9, 1234.5, 3, 3]);
  expect([...graph.numbers('book', 'pages')]).toEqual([Number.NaN, 100, 40, 70]);
  expect(graph.numbers('author', 'born')[2]).toBe(Date.UTC(1912, 5, 23) / 1000);
  expect(graph.labels('member', 'churned')).toMatchObject({ kind: 'single', values: Int32Array.of(1, 0) });
  const { source, target } = graph.edgeIndex('author');
  expect([source, target].map((ends) => [...ends])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(remarks).toEqual([
    expect.stringMatching(/column pages: 1 of 4 cells are no number .* row 3, is "x"/),
    expect.stringMatching(/column author_id: 1 rows name a author .* row 4, "A9"; .*left out/),
  ]);
});

it('ids without a row become nodes, or refuse the table, where the mapping says so', async () => {
  const folder = folderOf(library);
  const with_ = (unknown: 'add' | 'fail') => (mapping: GraphMapping) => ({
    ...mapping,
    edges: mapping.edges.map((edge) => ({ ...edge, unknown })),
  });
  const { graph, remarks } = await open(folder, with_('add'));
  expect([graph.numNodes('author'), graph.ids('author').idOf(3), graph.numEdges('author')]).toEqual([4, 'A9', 3]);
  expect(graph.numbers('author', 'born')[3]).toBeNaN();
  expect(remarks.join()).toMatch(/1 nodes of the type author have no row/);
  await expect(open(folder, with_('fail'))).rejects.toMatchObject({
    code: 'UNKNOWN_ID',
    location: { file: join(folder, 'books.csv'), row: 4, column: 'author_id' },
  });
});

it('the order of rows changes no bit, of types without ids neither', async () => {
  const files = {
    ...library,
    'visits.csv': 'member,minutes,door\nM1,3,north\nM2,4,south\nM1,5,south\nM2,3,north\nM1,3,east\n',
  };
  const turned = Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const [head, ...rows] = text.trimEnd().split('\n');
      return [
        name,
        name.endsWith('.jsonl') ? `${[...rows, head].join('\n')}\n` : `${[head, ...rows.reverse()].join('\n')}\n`,
      ];
    }),
  );
  const folder = folderOf(files);
  const { mapping } = await guessMapping(folder);
  expect(mapping.nodes.visit).toMatchObject({ table: 'visits.csv' });
  const [one, other] = [await openTables(folder, mapping), await openTables(folderOf(turned), mapping)];
  expect(hashGraph(other.graph)).toBe(hashGraph(one.graph));
});

it('two rows with one id are both named; the first is kept where bad rows are left out', async () => {
  const folder = folderOf({ ...library, 'authors.csv': 'author_id,name\nA1,Ada\nA2,Grace\n\nA1,Eve\n' });
  const { mapping } = await guessMapping(folderOf(library));
  const lacking = {
    ...mapping,
    nodes: { ...mapping.nodes, author: { table: 'authors.csv', id: 'author_id', columns: {} } },
  };
  await expect(openTables(folder, lacking)).rejects.toMatchObject({
    code: 'DUPLICATE_ID',
    message: expect.stringMatching(/"A1" is that of row 2 .*row 5/),
  });
  const { graph, numBadRows } = await openTables(folder, lacking, { onBadRow: 'skip' });
  expect([graph.numNodes('author'), numBadRows]).toEqual([2, 1]);
});

it('a table or column that is not there is refused by name, and empty where that is allowed', async () => {
  const { mapping } = await guessMapping(folderOf(library));
  const { 'members.jsonl': _, ...less } = library;
  const folder = folderOf({ ...less, 'authors.csv': 'author_id\nA1\nA2\n' });
  await expect(openTables(folder, mapping)).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    location: { column: 'born' },
  });
  const without = { ...mapping, nodes: { member: mapping.nodes.member! }, edges: [] };
  await expect(openTables(folder, without)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const { graph, remarks } = await openTables(folder, mapping, { mayBeAbsent: true });
  expect([graph.numNodes('member'), graph.numNodes('author'), graph.numEdges('loans')]).toEqual([0, 2, 0]);
  expect(remarks.join('\n')).toMatch(/authors.csv lacks born[\s\S]*no table members.jsonl/);
  const other = folderOf({ 'cars.csv': 'plate\nC1\n' });
  await expect(openTables(other, mapping, { mayBeAbsent: true })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

it('the tables themselves are only read', async () => {
  const folder = folderOf(library);
  await open(folder);
  for (const [name, text] of Object.entries(library)) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});
