import { expect, it } from 'vitest';
import { type GraphMapping, mappingText, openTables, parseMapping } from '../../../src/datasets/index.js';
import { folderOf } from './folders.js';

const folder = folderOf({
  'sales.csv': [
    'id,share,price,day,note\n',
    '1,12 %,EUR 12.50,1717113600,a\n',
    '2,7,(3.00),1717200000,b\n',
    '3,unknown,$1,never,none given\n',
    '4,0.5%,4 zł,1717200000,c\n',
  ].join(''),
});
const mapping = (more: string) =>
  parseMapping(`version: 1
${more}
nodes:
  sale:
    table: sales.csv
    id: id
    columns:
      share: { kind: number, form: percent }
      price: { kind: number, form: currency }
      day: { kind: date, form: seconds }
      note: category
`);
const badCells = (found: GraphMapping, options = {}) => openTables(folder, found, options);

it('percent, currency and seconds are what they stand for; other cells are missing, counted and named where asked', async () => {
  const { graph, remarks, numBadCells, badCells: none } = await badCells(mapping(''));
  expect([...graph.numbers('sale', 'share')]).toEqual([0.12, 0.07, Number.NaN, 0.005]);
  expect([...graph.numbers('sale', 'price')]).toEqual([12.5, -3, 1, 4]);
  expect([...graph.numbers('sale', 'day')]).toEqual([1717113600, 1717200000, Number.NaN, 1717200000]);
  expect([numBadCells, none, remarks.length]).toEqual([2, [], 2]);
  const expected = [
    { file: expect.stringMatching(/sales\.csv$/), row: 4, column: 'share', value: 'unknown' },
    { file: expect.stringMatching(/sales\.csv$/), row: 4, column: 'day', value: 'never' },
  ];
  expect((await badCells(mapping('onBadCell: collect'))).badCells).toEqual(expected);
  expect((await badCells(mapping(''), { onBadCell: 'collect' })).badCells).toEqual(expected);
});

it('a bad cell refuses its row where that is said, in the mapping or the call', async () => {
  const location = { row: 4, column: 'share' };
  await expect(badCells(mapping('onBadCell: fail'))).rejects.toMatchObject({ code: 'WRONG_DTYPE', location });
  await expect(badCells(mapping(''), { onBadCell: 'fail' })).rejects.toMatchObject({ code: 'WRONG_DTYPE', location });
  const { graph, numBadRows } = await badCells(mapping('onBadCell: fail'), { onBadRow: 'skip' });
  expect([graph.numNodes(), numBadRows]).toEqual([3, 1]);
  expect((await badCells(mapping('onBadCell: fail'), { onBadCell: 'null' })).graph.numNodes()).toBe(4);
});

it('texts without value hold for every table', async () => {
  const { numBadCells, graph } = await badCells(mapping('nulls: [unknown, none given]'), { nullTexts: ['never'] });
  expect([numBadCells, graph.nodeTable('sale').getChild('note')!.nullCount]).toEqual([0, 1]);
});

it('what the mapping says of cells is written and read back; a form must suit the kind', () => {
  const all = mapping('onBadCell: null\nnulls: [unknown]');
  expect(all).toMatchObject({ onBadCell: 'null', nulls: ['unknown'] });
  expect(parseMapping(mappingText(all))).toEqual(all);
  const wrong = mappingText(all).replace('form: seconds', 'form: percent');
  expect(() => parseMapping(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_MAPPING' }));
});
