import { expect, it } from 'vitest';
import { guessMapping } from '../../../src/datasets/index.js';
import { labelRank } from '../../../src/datasets/tables/label-names.js';
import { folderOf } from './folders.js';

const named = (...names: readonly string[]) => names.map((name) => ({ name }));

it.each([
  ['label', 0],
  ['Target', 0],
  ['is_class', 0],
  ['target_price', 0],
  ['churned', 1],
  ['isFraud', 1],
  ['next_month_spend', 2],
  ['y', 3],
  ['spend', undefined],
  ['first_class_upgrade', undefined],
  ['', undefined],
])('%s has the rank %s', (name, rank) => expect(labelRank(name, named(name, 'a'))).toBe(rank));

it('a y beside an x is a coordinate', () => {
  expect([labelRank('y', named('X', 'y')), labelRank('pos_y', named('pos_x', 'pos_y'))]).toEqual([
    undefined,
    undefined,
  ]);
  expect(labelRank('y', named('pos_x', 'y'))).toBe(3);
});

it('the likeliest target comes first, and where it is unknown is said', async () => {
  const rows = Array.from({ length: 10 }, (_, i) => `u${i},${i % 2},${i < 3 ? '' : i % 2}`).join('\n');
  const { labels, unknown, notes } = await guessMapping(
    folderOf({ 'a.csv': `y,v\n1,2\n0,3\n`, 'users.csv': `id,next_step,churned\n${rows}\n` }),
  );
  expect(labels).toEqual(['user.churned', 'user.next_step', 'a.y']);
  expect(unknown['user.churned']).toEqual({ rows: 3, of: 10 });
  expect(notes.columns!['user.churned']).toMatch(/unknown in 3 of 10 rows/);
});

it('where no name says so, columns of few values are named, those first that some rows lack', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `u${i},${['a', 'b', 'c'][i % 3]},${i},${i % 5 ? ['no', 'yes'][i % 2] : ''}`,
  );
  const guess = await guessMapping(folderOf({ 'users.csv': `id,plan,age,left\n${rows.join('\n')}\n` }));
  expect([guess.labels, guess.couldBe]).toEqual([[], ['user.left', 'user.plan']]);
  expect(guess.unknown).toEqual({ 'user.left': { rows: 6, of: 30 }, 'user.plan': { rows: 0, of: 30 } });
});
