import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './cli.js';

/** Customers who order every four days, but for a month after they were sent a voucher with an order, which every ninth has. */
const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-forecast-'));
  const orders = ['order_id,customer_id,ordered_at,voucher'];
  for (let customer = 0; customer < 24; customer++) {
    for (let n = customer % 4, i = customer; n < 400; n += 4, i++) {
      orders.push(`o${orders.length},c${customer},${day(n)},${i % 9 === 0 ? 'yes' : 'no'}`);
      if (i % 9 === 0) n += 28;
    }
  }
  const customers = Array.from({ length: 24 }, (_, i) => `c${i},${['DE', 'FR'][i % 2]}`);
  await mkdir(join(root, 'shop'));
  await writeFile(join(root, 'shop/customers.csv'), ['customer_id,country', ...customers].join('\n'));
  await writeFile(join(root, 'shop/orders.csv'), orders.join('\n'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const forecast = (...args: string[]) => cli(['forecast', join(root, 'shop'), ...args]);
const ASK = 'PREDICT COUNT(orders) OVER 14 DAYS = 0 FOR customers';

test('a folder and a question to a table of scores and a verdict', { timeout: 180_000 }, async () => {
  const [out, testOut, save] = [join(root, 'now.csv'), join(root, 'forecasts.csv'), join(root, 'kept')];
  const page = join(root, 'forecast.html');
  const args = [ASK, '--learner', 'few-features', '--out', out, '--test-out', testOut, '--report', page];
  const { code, stdout, stderr } = await forecast(...args, '--save', save, '--top', '3');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^order +\d+ +2 +customer +by time$/m);
  expect(stdout).toMatch(/^> +few-features +\d\.\d{4} +\d\.\d{4} +\d\.\d{4}–\d\.\d{4}/m);
  expect(stdout).toMatch(/^ +global +\d\.\d{4}/m);
  expect(stdout).toMatch(/was kept: ROC-AUC .*rolling history/);
  expect(stdout).toMatch(/^customer < order +[\d.]+ %$/m);
  const tables = stdout.split('\n').filter((line) => /^\S.* {2}/.test(line));
  expect(tables.filter((line) => line.length > 80)).toEqual([]);
  const lines = (await readFile(testOut, 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('date,customer,probability,happened');
  expect(lines[1]).toMatch(/^20\d\d-\d\d-\d\dT00:00:00\.000Z,c\d+,[\d.e-]+,[01]$/);
  const html = await readFile(page, 'utf8');
  expect(html).toContain(`<h1>${ASK}</h1>`);
  for (const part of ['Scores', 'rest on', 'Finding the rows of a class', 'came true', 'Remarks'])
    expect(html).toMatch(new RegExp(`<h2>.*${part}`));
  const again = await forecast(ASK, '--learner', 'few-features', '--test-out', testOut);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is a file already')]);
  const now = (await readFile(out, 'utf8')).trim().split('\n');
  expect([now[0], now.length]).toEqual(['node,probability', 25]);
  expect(stdout).toMatch(/^24 forecasts of customer: what happens after 2025-02-03, until 2025-02-17\.$/m);
  expect(stdout).toMatch(/^3 +c\d+ +\d\.\d{4}$/m);
  expect(stdout).toContain('and 21 more');

  // The same from the folder, of the same tables.
  const list = join(root, 'again.csv');
  const used = await forecast('--model', save, '--out', list, '--top', '3');
  expect(used.code, used.stderr).toBe(0);
  expect(await readFile(list, 'utf8')).toBe(await readFile(out, 'utf8'));
  expect(used.stdout).toMatch(/^1 +c\d+ +\d\.\d{4}$/m);

  // A year later: more orders and customers, a table and a column that are new.
  const later = join(root, 'later');
  await mkdir(later);
  const orders = (await readFile(join(root, 'shop/orders.csv'), 'utf8'))
    .split('\n')
    .map((line, i) => `${line},${i === 0 ? 'coupon' : i % 5}`);
  for (let n = 400; n < 430; n += 4) orders.push(`l${n},c${n === 400 ? 30 : 2},${day(n)},no,1`);
  await writeFile(join(later, 'orders.csv'), orders.join('\n'));
  const customers = await readFile(join(root, 'shop/customers.csv'), 'utf8');
  await writeFile(join(later, 'customers.csv'), `${customers}\nc30,NL`);
  await writeFile(join(later, 'stores.csv'), 'store_id,city\n1,Bonn\n2,Kiel\n');
  const grown = await cli(['forecast', later, '--model', save, '--at', '2025-02-05', '--json']);
  expect(grown.code, grown.stderr).toBe(0);
  const result = JSON.parse(grown.stdout);
  expect(result).toMatchObject({
    task: { table: 'customer', kind: 'binary' },
    kept: 'few-features',
    at: '2025-02-05',
    rows: 25,
  });
  expect(result.forecasts).toHaveLength(10);
  expect(result.forecasts[0]).toEqual({
    id: expect.any(String),
    probability: expect.any(Number),
    happened: expect.any(Number),
  });
  expect(result.changes.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['order.coupon', 'store']),
  );
  expect(result.scores.map(({ name }: { name: string }) => name)).toEqual(['global', 'entity', 'last', 'few-features']);
  const shown = await cli(['forecast', later, '--model', save, '--at', '2025-02-05']);
  expect(shown.stdout).toMatch(/^added +column +order\.coupon +no$/m);
  expect(shown.stdout).toMatch(/^> +few-features +/m);
  expect(shown.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);

  // And without what it rests on.
  await writeFile(
    join(later, 'orders.csv'),
    orders.map((line) => line.split(',').toSpliced(3, 1).join(',')).join('\n'),
  );
  const poorer = await cli(['forecast', later, '--model', save]);
  expect([poorer.code, poorer.stderr]).toEqual([1, expect.stringContaining('order.voucher is missing')]);
});

test('a task of files, for programs', { timeout: 180_000 }, async () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `${day(from + i)},c${i % 24},${(i % 24) + (i % 3)}`);
  for (const [part, from, to] of [
    ['train', 100, 250],
    ['val', 250, 300],
    ['test', 300, 350],
  ] as const)
    await writeFile(join(root, `spend.${part}.csv`), ['date,customer_id,spend', ...rows(from, to)].join('\n'));
  const args = ['--task', join(root, 'spend'), '--learner', 'linear', '--protocol', 'frozen', '--json'];
  const { code, stdout, stderr } = await forecast(...args);
  expect([code, stderr]).toEqual([0, '']);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    task: { kind: 'numbers', table: 'customer', counts: { train: 150, valid: 50, test: 50 }, horizonDays: 1 },
    protocol: 'frozen',
  });
  expect(result.scores.map(({ name }: { name: string }) => name)).toEqual(['global', 'entity', 'last', 'linear']);
  // Each customer has a level of their own.
  expect(result.scores[1].test.mae.value).toBeLessThan(result.scores[0].test.mae.value / 3);
});

test.each([
  [[], /Nothing is asked/],
  [[ASK, '--task', 'x'], /both given/],
  [[ASK, '--protocol', 'melted'], /must be rolling or frozen/],
  [[ASK, '--test-from', 'soon'], /Give a date such as/],
  [[ASK, '--report', 'nowhere/page.html'], /nowhere/],
  [[ASK, '--keep', 'customer.height'], /no column height/],
  [[ASK, '--learner', 'oracle'], /--learner is "oracle"/],
  [[ASK, '--learner', 'stale-history'], /for --protocol frozen/],
  [[ASK, '--test-out', 'same.csv', '--out', './same.csv'], /--out and --test-out are both same\.csv/],
  [['PREDICT COUNT(order) FOR customers'], /OVER is missing/],
  [[ASK, '--model', 'x'], /A query and --model are both given/],
  [['--model', 'x', '--seed', '3'], /--seed and --model are both given/],
  [['--model', 'nowhere'], /There is no saved forecast here/],
  [[ASK, '--at', 'soon'], /Give a date such as/],
  [[ASK, '--out', 'list.pdf'], /Use \.arrow, \.csv, \.jsonl/],
  [[ASK, '--save', '.'], /not one that this library wrote/],
  [['PREDICT COUNT(visits) OVER 14 DAYS FOR customers'], /There are: customer, order/],
  [['--task', 'nowhere/task'], /nowhere/],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await forecast(...args);
  // What is wrong with the command itself is 2, as everywhere.
  expect([1, 2]).toContain(code);
  expect(stderr).toMatch(message);
});
