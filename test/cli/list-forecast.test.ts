import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './cli.js';

/** Customers who take the products of their own shelf in turn, a different one every four days. */
const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-lists-'));
  const orders = ['order_id,customer_id,product_id,ordered_at'];
  for (let n = 0; n < 240; n += 4)
    for (let customer = 0; customer < 20; customer++)
      orders.push(`o${orders.length},c${customer},p${6 * (customer % 3) + ((n / 4 + customer) % 6)},${day(n)}`);
  await mkdir(join(root, 'shop'));
  await writeFile(
    join(root, 'shop/customers.csv'),
    ['customer_id', ...Array.from({ length: 20 }, (_, i) => `c${i}`)].join('\n'),
  );
  const products = Array.from({ length: 18 }, (_, i) => `p${i},s${Math.floor(i / 6)}`);
  await writeFile(join(root, 'shop/products.csv'), ['product_id,shelf', ...products].join('\n'));
  await writeFile(join(root, 'shop/orders.csv'), orders.join('\n'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const forecast = (...args: string[]) => cli(['forecast', join(root, 'shop'), ...args]);
const ASK = 'PREDICT LIST(orders.product_id) OVER 12 DAYS FOR customers';

test('a question for lists to scores, a verdict and lists, kept and made again', { timeout: 180_000 }, async () => {
  const [out, save] = [join(root, 'lists.csv'), join(root, 'kept')];
  const [tests, page] = [join(root, 'tests.csv'), join(root, 'page.html')];
  const { code, stdout, stderr } = await forecast(
    ASK,
    '--k',
    '5',
    '--top',
    '2',
    '--out',
    out,
    '--save',
    save,
    '--test-out',
    tests,
    '--report',
    page,
  );
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/MAP@5 valid +test +95 % +recall +NDCG/);
  for (const name of ['popular', 'latest', 'frequent', 'together', 'pair-trees', 'list-trees'])
    expect(stdout).toMatch(new RegExp(`^>? +${name} +\\d\\.\\d{4} +\\d\\.\\d{4} +\\d\\.\\d{4}–`, 'm'));
  expect(stdout).toMatch(/was kept: MAP@5 .*rolling history/);
  expect(stdout).toMatch(/^20 lists of up to 5: product for customer$/m);
  expect(stdout).toMatch(/^ +c0 +1 +p\d+ +\S+$|^c0 +1 +p\d+ +\S+$/m);
  const wide = stdout.split('\n').filter((line) => /^\S.* {2}/.test(line) && line.length > 80);
  expect(wide).toEqual([]);
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('node,item,rank,score');
  expect(lines).toHaveLength(101);
  expect(lines[1]).toMatch(/^c0,p\d+,1,/);

  const tested = (await readFile(tests, 'utf8')).trim().split('\n');
  expect(tested[0]).toBe('date,customer,product,rank,score,happened');
  expect(tested[1]).toMatch(/^2024-\d\d-\d\dT.*Z,c\d+,p\d+,1,[\d.e-]+,(yes|no)$/);
  expect(await readFile(page, 'utf8')).toMatch(/list-trees[\s\S]*MAP/);

  const again = await forecast('--model', save, '--json', '--top', '1');
  expect(again.code, again.stderr).toBe(0);
  const { task, lists, k, rows } = JSON.parse(again.stdout);
  expect({ task, k, rows }).toMatchObject({ task: { kind: 'list', items: 'product' }, k: 5, rows: 20 });
  expect(lists[0].items[0]).toEqual({ rank: 1, item: lines[1]!.split(',')[1], score: expect.any(Number) });
});

test.each([
  [['--learner', 'linear'], /--learner is "linear".*pair-trees, list-trees/],
  [['--k', '0'], /--k is 0/],
])('refuses %s before anything is read', async (args, message) => {
  const { code, stderr } = await forecast(ASK, ...args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

test('--k is of lists alone, and a list needs a window', async () => {
  const { stderr } = await forecast('PREDICT COUNT(orders) OVER 12 DAYS FOR customers', '--k', '3');
  expect(stderr).toMatch(/--k is of lists/);
  expect((await forecast('PREDICT LIST(orders.product) FOR customers')).stderr).toMatch(/OVER is missing/);
});
