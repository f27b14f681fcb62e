import { expect, it } from 'vitest';
import { guessMapping, mappingText, openTables, parseMapping } from '../../../src/datasets/index.js';
import { readCsvGraph } from '../../../src/graph/index.js';
import { folderOf } from './folders.js';

const files = {
  'customers.csv': 'customer_id,age\n001,30\n002,40\n003,50\nC4,20\n',
  'orders.csv': 'order_id,customer_id,price\n10,1,3\n11,2,4\n12,2,5\n13,c4,6\n14,9,7\n',
};

it('keys that are ids but for zeros, blanks and case are counted and shown; match: loose joins them', async () => {
  const folder = folderOf(files);
  const { mapping, notes } = await guessMapping(folder);
  expect(mapping.edges[0]).toMatchObject({ type: ['order', 'customer', 'customer'], match: 'loose' });
  expect(notes.edges![0]).toMatch(/3 values are found only where leading zeros, blanks and case do not matter/);
  expect(parseMapping(mappingText(mapping, notes))).toEqual(mapping);
  const { graph, remarks } = await openTables(folder, mapping);
  expect(graph.numEdges('customer')).toBe(4);
  expect(remarks).toEqual([expect.stringMatching(/1 rows name a customer that has no row, .* "9"; /)]);
  const exact = { ...mapping, edges: mapping.edges.map(({ match: _, ...edge }) => edge) };
  const read = await openTables(folder, exact);
  expect(read.graph.numEdges('customer')).toBe(0);
  expect(read.remarks[0]).toMatch(/5 rows .* Of these, 4 would name one .* "1", which is "001" there/);
  const adding = { ...mapping, edges: mapping.edges.map((edge) => ({ ...edge, unknown: 'add' as const })) };
  await expect(openTables(folder, adding)).rejects.toMatchObject({ code: 'INVALID_MAPPING' });
  const strict = { ...exact, edges: exact.edges.map((edge) => ({ ...edge, unknown: 'fail' as const })) };
  await expect(openTables(folder, strict)).rejects.toMatchObject({
    code: 'UNKNOWN_ID',
    hint: expect.stringMatching(/match: loose/),
  });
});

it('a loose form that several ids have means none of them, and equal ids come first', async () => {
  const folder = folderOf({
    'customers.csv': 'customer_id,age\n1,30\n01,40\n7,50\n',
    'orders.csv': 'order_id,customer_id\n10,1\n11,001\n12,07\n',
  });
  const { mapping } = await guessMapping(folder);
  const { graph } = await openTables(folder, mapping);
  expect(graph.numEdges('customer')).toBe(2);
});

it('a reader of edges names an id that is nearly the one asked for', async () => {
  const nodes = { a: { files: { name: 'a.csv', text: 'id\n7\nX1\n' }, id: 'id' } };
  for (const end of ['007', 'x1']) {
    const edges = [{ type: ['a', 'to', 'a'], files: { name: 'e.csv', text: `source,target\n7,${end}\n` } }] as const;
    await expect(readCsvGraph({ nodes, edges })).rejects.toMatchObject({
      code: 'UNKNOWN_ID',
      message: expect.stringMatching(/is one: a converter/),
    });
  }
});

it('a quote that is not closed is named where it opens, with the lines that it takes', async () => {
  const folder = folderOf({ 'notes.csv': 'id,text\n1,a\n2,"b\n3,c\n4,d\n5,e\n' });
  const { warnings } = await guessMapping(folder);
  expect(warnings.join()).toMatch(
    /the first is row 3: .*The quote before "b", in its cell 2, takes the \d lines after it/,
  );
  const text = 'id,text\n1,a\n2,"b\n3,c\n4,"d"\n5,e\n';
  await expect(readCsvGraph({ nodes: { n: { files: { name: 'n.csv', text } } } })).rejects.toMatchObject({
    code: 'MALFORMED_ROW',
    location: { row: 3 },
    message: expect.stringMatching(/before "b", in its cell 2/),
  });
});
