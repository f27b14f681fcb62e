import { expect, it } from 'vitest';
import { guessMapping, mappingText, parseMapping } from '../../../src/datasets/index.js';
import { keyStem, singular } from '../../../src/datasets/tables/names.js';
import { folderOf, library } from './folders.js';

it('ids, keys, kinds, dates, labels and tables of edges are guessed, and said why', async () => {
  const { mapping, notes, labels } = await guessMapping(folderOf(library));
  expect(Object.entries(mapping.nodes).map(([type, { table, id }]) => [type, table, id])).toEqual([
    ['author', 'authors.csv', 'author_id'],
    ['book', 'books.csv', 'id'],
    ['member', 'members.jsonl', 'member'],
  ]);
  expect(mapping.edges.map(({ type, source, target, inverse }) => [...type, source, target, inverse])).toEqual([
    ['book', 'author', 'author', undefined, 'author_id', 'books'],
    ['book', 'loans', 'member', 'bookId', 'member', 'rev_loans'],
  ]);
  expect(mapping.edges[1]!.columns).toEqual({ day: { kind: 'date', role: 'time', form: 'dmy' } });
  expect(mapping.nodes.book!.columns).toMatchObject({ price: { kind: 'number', decimal: ',' } });
  expect(mapping.nodes.author!.columns.born).toEqual({ kind: 'date', role: 'feature' });
  expect(mapping.nodes.member!.columns).toEqual({
    is_student: { kind: 'boolean', role: 'feature' },
    churned: { kind: 'category', role: 'label' },
  });
  expect(labels).toEqual(['member.churned']);
  expect(mapping.ignored).toEqual({ 'empty.csv': 'it has no rows' });
  expect(notes.edges![0]).toMatch(/1 of 3 values have no row/);
});

it('ids of what has no table are categories, and the ids of a table are no key to another that is called alike', async () => {
  const files = {
    'results.csv': `result_id,status_id,points,amount_paid\n${lines(60, (i) => `${i},${i % 4},${i % 9},${i % 7}`)}`,
    'sprint_results.csv': `sprint_results_id,points\n${lines(30, (i) => `${i},${i % 9}`)}`,
  };
  const { mapping } = await guessMapping(folderOf(files));
  expect(mapping.edges).toEqual([]);
  expect(mapping.nodes.result!.columns).toMatchObject({
    status_id: { kind: 'category' },
    points: { kind: 'number' },
    amount_paid: { kind: 'number' },
  });
});

it('what is written is read back as the same mapping, with every reason as a comment', async () => {
  const { mapping, notes } = await guessMapping(folderOf(library));
  const text = mappingText(mapping, notes);
  expect(parseMapping(text)).toEqual(mapping);
  expect(text).toContain('# author_id names a row of authors.csv, by its name');
});

it.each([
  [
    'a key by its values alone',
    {
      'a.csv': `code,x\n${lines(8, (i) => `k${i},${i % 3}`)}`,
      'b.csv': `id,ship_to\n${lines(9, (i) => `${i},k${i % 6}`)}`,
    },
    [['b', 'ship_to', 'a']],
  ],
  [
    'no key of small numbers that happen to be ids',
    { 'a.csv': `id,x\n${lines(9, (i) => `${i},${i % 3}`)}`, 'b.csv': `id,stars\n${lines(9, (i) => `b${i},${i % 6}`)}` },
    [],
  ],
  [
    'a key to its own table',
    { 'staff.csv': `id,manager_id\n${lines(9, (i) => `${i},${i >> 1}`)}` },
    [['staff', 'manager', 'staff']],
  ],
  [
    'keys with a decimal point, as tables with gaps have them',
    {
      'users.csv': `id\n${lines(9, (i) => `${i}`)}`,
      'posts.csv': `id,user_id\n${lines(9, (i) => `p${i},${i % 4 ? `${i}.0` : ''}`)}`,
    },
    [['post', 'user', 'user']],
  ],
  [
    'two keys to one table',
    {
      'teams.csv': `id\n${lines(6, (i) => `t${i}`)}`,
      'games.csv': `id,home_team_id,away_team_id,goals\n${lines(6, (i) => `${i},t${i},t${5 - i},${i}`)}`,
    },
    [
      ['game', 'home_team', 'team'],
      ['game', 'away_team', 'team'],
    ],
  ],
  [
    'no key of numbers that count the rows of their own table, which are ids of longer ones, too',
    {
      'users.csv': `id,age\n${lines(20, (i) => `${i},${i % 7}`)}`,
      'posts.csv': `id,user_id\n${lines(60, (i) => `${i},${i % 20}`)}`,
      'prices.csv': `id,price\n${lines(9, (i) => `${i},${i % 5}`)}`,
    },
    [['post', 'user', 'user']],
  ],
  [
    'no key of users that are numbers of films, too',
    {
      'movies.csv': `movieId,year\n${lines(30, (i) => `${i},${i % 7}`)}`,
      'ratings.csv': `userId,movieId,rating\n${lines(90, (i) => `${i % 30},${(i * 7) % 30},${i % 5}`)}`,
    },
    [['rating', 'movie', 'movie']],
  ],
  [
    'no key of numbers that end long before the ids do; one of numbers that reach them',
    {
      'papers.csv': `paper_id,year\n${lines(50, (i) => `${i},${i % 7}`)}`,
      'uses.csv': `paper_id,machine_id,cited_id\n${lines(90, (i) => `${i % 50},${i % 20},${(i * 11) % 50}`)}`,
    },
    [
      ['use', 'paper', 'paper'],
      ['use', 'cited', 'paper'],
    ],
  ],
  [
    'a key that is the name of a table but for a plural of another language, where nearly all values have a row',
    {
      'patienten.csv': `nr,age\n${lines(30, (i) => `00${i},${i % 9}`)}`,
      'besuche.csv': `besuch_id,patient,besucher\n${lines(40, (i) => `b${i},${i === 7 ? 99 : i % 30},${i % 6}`)}`,
      'besucherin.csv': `id,x\n${lines(9, (i) => `${i},${i % 2}`)}`,
      'plane.csv': `id,seats\n${lines(40, (i) => `${i},${i % 4}`)}`,
      'accounts.csv': `account,plan\n${lines(40, (i) => `a${i},${i % 3}`)}`,
    },
    [['besuche', 'patient', 'patienten']],
  ],
])('%s', async (_, files, expected) => {
  const { mapping } = await guessMapping(folderOf(files));
  expect(mapping.edges.map(({ type }) => type)).toEqual(expected);
});

it('an id that is nearly unique is chosen and the rows that share one are named', async () => {
  const { notes, mapping } = await guessMapping(
    folderOf({ 'users.csv': `user_id,age\n${lines(40, (i) => `u${i === 30 ? 3 : i},${i % 7}`)}` }),
  );
  expect(mapping.nodes.user!.id).toBe('user_id');
  expect(notes.columns!['user.user_id']).toMatch(/rows 5 and 32 are both "u3"/);
});

it('a folder without a table is refused', async () => {
  await expect(guessMapping(folderOf({ 'a.txt': 'x' }))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

it.each([
  ['customers', 'customer'],
  ['categories', 'category'],
  ['addresses', 'address'],
  ['order_items', 'order_item'],
  ['people', 'person'],
  ['status', 'status'],
  ['boxes', 'box'],
  ['movies', 'movie'],
  ['constructor', 'constructor'],
])('one of %s is a %s', (many, one) => expect(singular(many)).toBe(one));

it.each([
  ['customer_id', 'customer'],
  ['customerId', 'customer'],
  ['CustomerID', 'customer'],
  ['fk_customer', 'customer'],
  ['billing_customer_id', 'billing_customer'],
  ['id', 'id'],
])('%s names a %s', (column, stem) => expect(keyStem(column)).toBe(stem));

function lines(count: number, line: (i: number) => string): string {
  return `${Array.from({ length: count }, (_, i) => line(i)).join('\n')}\n`;
}

it('ids of several words are ids where the name of the column says so', async () => {
  const folder = folderOf({
    'clients.csv': `id,note\n${Array.from({ length: 30 }, (_, i) => `Kü ${i},n${i % 3}`).join('\n')}\n`,
    'orders.csv': `id,client\n${Array.from({ length: 60 }, (_, i) => `o${i},Kü ${i % 30}`).join('\n')}\n`,
  });
  const { mapping } = await guessMapping(folder);
  expect(mapping.nodes.client?.id).toBe('id');
  expect(mapping.edges.map(({ type }) => type)).toEqual([['order', 'client', 'client']]);
});

it('warns of ids that stand twice and of rows that cannot be read, and of nothing else', async () => {
  const warnings = async (files: Readonly<Record<string, string>>) => (await guessMapping(folderOf(files))).warnings;
  const users = lines(40, (i) => `u${i},${i % 5}`);
  expect(await warnings({ 'users.csv': `id,age\n${users}` })).toEqual([]);
  const [few] = await warnings({ 'users.csv': `id,age\n${users}\nu3,4` });
  expect(few).toMatch(/^users\.csv, column id: rows \d+ and \d+ are both "u3"/);
  const [often] = await warnings({ 'users.csv': `id,age\n${users}\n${users}` });
  expect(often).toMatch(/^users\.csv: the column id does not name its rows, for rows \d+ and \d+ are both "u0"/);
  const [blank] = await warnings({ 'users.csv': `id,age\n${lines(40, (i) => `${i % 8 ? i : ''},${i % 5}`)}` });
  expect(blank).toMatch(/^users\.csv: the column id does not name its rows, for 5 of 40 rows have none/);
  const [unread] = await warnings({ 'users.csv': `id,age\n${users}\nu99,"open\nu100,4\n` });
  expect(unread).toMatch(/^users\.csv: 1 rows cannot be read, beside the 40 that can/);
});

it('warns of tables that stand alone beside others, not of a single one or of those that are named', async () => {
  const alone = async (files: Readonly<Record<string, string>>) =>
    (await guessMapping(folderOf(files))).warnings.flatMap((text) => /^(\S+) stands alone/.exec(text)?.[1] ?? []);
  const users = `id,age\n${lines(9, (i) => `u${i},${i % 5}`)}`;
  const posts = `id,user_id\n${lines(9, (i) => `p${i},u${i}`)}`;
  const prices = `code,price\n${lines(9, (i) => `x${i},${i % 5}`)}`;
  expect(await alone({ 'users.csv': users })).toEqual([]);
  expect(await alone({ 'users.csv': users, 'posts.csv': posts, 'prices.csv': prices })).toEqual(['prices.csv']);
});

it('objects within lines of JSON are left out, and named with the way out; arrays are read', async () => {
  const line = (i: number) =>
    `{"id":${i},"address":{"city":"c${i % 3}"},"at":{"x":${i}},"tags":${JSON.stringify(['a', 'b'].slice(i % 2))}}`;
  const { mapping, warnings } = await guessMapping(folderOf({ 'users.jsonl': lines(30, line) }));
  const kinds = Object.entries(mapping.nodes.user!.columns).map(([name, { kind, role }]) => [name, kind, role]);
  expect(kinds).toEqual([
    ['address', 'text', 'ignore'],
    ['at', 'text', 'ignore'],
    ['tags', 'tags', 'feature'],
  ]);
  expect(warnings.map((text) => /such as (\S+)\.$/.exec(text)?.[1])).toEqual(['address_city', 'at_x']);
});
