import { expect, it } from 'vitest';
import { type EdgeListSpec, edgeListBatches, readEdgeList } from '../../../src/graph/index.js';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const read = async (text: string, spec: Partial<EdgeListSpec> = {}, options = {}) => {
  const { graph } = await readEdgeList({ files: { name: 'edges.csv', text }, ...spec }, options);
  const type = graph.edgeTypes[0]!;
  const { source, target } = graph.edgeIndex(type);
  const [from, to] = [graph.ids(type[0]), graph.ids(type[2])];
  return Array.from(source, (row, e) => `${from.idOf(row)}>${to.idOf(target[e]!)}`);
};

it.each([
  ['from,to\n7,5\n9,7\n'],
  ['to\tfrom\n5\t7\n7\t9\n'],
  ['src dst\n7 5\n9 7\n'],
  ['Source;Target\n7;5\n9;7\n'],
  ['head,tail,time\n7,5,1\n9,7,2\n'],
  ['time,u,v\n1,7,5\n2,9,7\n'],
  ['FromNodeId,ToNodeId\n7,5\n9,7\n'],
  ['source_id,target_id\n7,5\n9,7\n'],
  ['"source","target"\n7,5\n9,7\n'],
  [',source,target\n0,7,5\n1,9,7\n'],
  ['Unnamed: 0,target,source\n0,5,7\n1,7,9\n'],
])('the ends are found under the names of %j', async (text) => {
  expect(await read(text)).toEqual(['7>5', '9>7']);
  const [batch] = await all(edgeListBatches({ files: { name: 'e', text } }));
  expect([...batch!.getChild('source')!]).toEqual([7, 9]);
  expect(batch!.schema.fields.map(({ name }) => name)).not.toContain('');
});

it.each([
  ['user,item\n7,5\n9,7\n', 'UNKNOWN_COLUMN'],
  ['id,source,weight\n7,5,1\n9,7,1\n', 'UNKNOWN_COLUMN'],
  ['from,src,to\n7,5,1\n9,7,1\n', 'AMBIGUOUS'],
  ['person,friend\nann,bob\n', 'AMBIGUOUS'],
  ['ann bob\n', 'AMBIGUOUS'],
])('names that say nothing of the ends are refused, not taken by position: %j', async (text, code) => {
  await expect(read(text)).rejects.toMatchObject({ code, location: { file: 'edges.csv', row: 1 } });
});

it.each([['5 4\n0 1\n1 2\n2 3\n3 4\n'], ['# nethept\n\n5 4\n0 1 0.5\n1 2 0.5\n'], ['5 5 3\n1 2 0.5\n2 5 1\n5 1 2\n']])(
  'a first line of counts is no edge: %j',
  async (text) => {
    const row = text.startsWith('#') ? 3 : 1;
    await expect(read(text)).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file: 'edges.csv', row } });
    expect((await read(text, { header: true })).length).toBe(text.trim().split('\n').length - row);
    const twoCells = text.startsWith('5 4');
    if (twoCells) expect((await read(text, { header: false }))[0]).toBe('5>4');
  },
);

it('a list whose first edge is no count is a list', async () => {
  expect(await read('5 1\n9 7\n')).toEqual(['5>1', '9>7']);
  expect(await read('3 9\n0 1\n1 2\n')).toEqual(['3>9', '0>1', '1>2']);
});

it('ids may be words', async () => {
  expect(await read('source,target\nann,bob\nbob,cyd\n')).toEqual(['ann>bob', 'bob>cyd']);
  expect(await read('ann bob\nbob cyd\n', { header: false })).toEqual(['ann>bob', 'bob>cyd']);
  expect(await read('ann knows bob 0.5\nbob likes cyd 1\n')).toEqual(['ann>bob']);
  expect(await read('7,b\n9,7\n')).toEqual(['7>b', '9>7']);
  expect(await read('07 7\n7 x\n', {}, { ids: 'text' })).toEqual(['07>7', '7>x']);
  const files = [
    { name: 'a', text: 'from,to\nann,bob\n' },
    { name: 'b', text: 'to,from\nann,bob\n' },
  ];
  expect(await read('', { files })).toEqual(['ann>bob', 'bob>ann']);
  const [batch] = await all(edgeListBatches({ files: files[1]! }));
  expect([...batch!.getChild('source')!]).toEqual(['bob']);
});

it('words in one file and numbers in another of the same nodes are refused', async () => {
  const files = [
    { name: 'a', text: 'from,to\nann,bob\n' },
    { name: 'b', text: 'from,to\n1,2\n' },
  ];
  await expect(read('', { files })).rejects.toMatchObject({ code: 'COLUMN_MISMATCH', location: { file: 'b' } });
  expect(await read('', { files }, { ids: 'text' })).toEqual(['ann>bob', '1>2']);
});

it('a word among numbers is a bad row that is named', async () => {
  const location = { file: 'edges.csv', row: 2, column: 'target' };
  await expect(read('1 2\n3 x\n')).rejects.toMatchObject({ code: 'WRONG_DTYPE', location });
});
