import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guessMapping, mappingText, parseMapping } from '../../../src/datasets/index.js';
import { zipOf } from '../npz.js';
import { folderOf } from './folders.js';

const users = 'id,age\nu1,30\nu2,40\n';

it('files that are no tables are named with the way out, here and in the mapping; those that go with data are not', async () => {
  const folder = folderOf({
    ...{ 'users.csv': users, 'sales.xlsx': '', 'clicks.orc': '', 'notes.json': '[]', 'old.txt': '', 'x.bin': '' },
    ...{ 'README.md': '', LICENSE: '', 'graph.svg': '', '.hidden.xlsx': '', 'plot.png': '' },
  });
  for (const name of ['eu', 'empty']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'eu', 'users.csv'), users);
  const { mapping, notes, passedOver } = await guessMapping(folder);
  expect(passedOver.map(({ name }) => name)).toEqual([
    ...['clicks.orc', 'eu/', 'notes.json', 'old.txt', 'sales.xlsx', 'x.bin'],
  ]);
  const why = Object.fromEntries(passedOver.map((each) => [each.name, each.why]));
  expect(why['sales.xlsx']).toMatch(/sheet.*CSV/);
  expect(why['eu/']).toMatch(/a folder with a table/);
  const text = mappingText(mapping, notes);
  for (const { name } of passedOver) expect(text).toMatch(new RegExp(`^# ${name}: `, 'm'));
  expect(parseMapping(text)).toEqual(mapping);
});

it('an archive says so too, and a folder of nothing else says what is there', async () => {
  const folder = folderOf({ 'sales.xlsx': '' });
  const hint = expect.stringContaining('There is sales.xlsx, a spreadsheet');
  await expect(guessMapping(folder)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', hint });
  const archive = join(folder, 'all.zip');
  writeFileSync(archive, zipOf({ 'd/users.csv': Buffer.from(users), 'd/sales.ods': Buffer.from('x') }));
  expect((await guessMapping(archive)).passedOver.map(({ name }) => name)).toEqual(['sales.ods']);
});

it('of very many files it is said how many', async () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`part-${i}.bin`, '']));
  const { passedOver } = await guessMapping(folderOf({ ...many, 'users.csv': users }));
  expect([passedOver.length, passedOver.at(-1)!.name]).toEqual([21, '30 more files']);
});
