import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeShop } from '../../bench/shop/generate.mjs';
import { cli } from './cli.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-init-'));
const [shop, turned] = [join(root, 'shop'), join(root, 'turned')];
const quick = ['--model', 'sage', '--epochs', '3', '--set', 'hidden=8', '--no-baselines', '--no-cache'];

beforeAll(() => {
  writeShop(shop, { orders: 600, seed: 3 });
  writeShop(turned, { orders: 600, seed: 3, order: 7 });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a flat folder is initialised, trained on and predicted, and the order of its rows changes no bit', {
  timeout: 60_000,
}, async () => {
  const made = await cli(['init', shop, '--json']);
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(JSON.parse(made.stdout)).toMatchObject({
    file: join(shop, 'graph.yaml'),
    labels: ['customer.churned', 'customer.next_month_spend'],
  });
  expect(await readFile(join(shop, 'graph.svg'), 'utf8')).toMatch(/^<svg .*customer/);
  const predicted: string[] = [];
  for (const [data, out] of [
    [shop, 'one'],
    [turned, 'two'],
  ] as const) {
    const run = join(root, out);
    const args = ['--data', data, '--target', 'customer.churned', '--out', run];
    expect((await cli(['train', ...args, ...quick, '--json'])).code).toBe(0);
    expect((await cli(['predict', run, '--no-cache'])).code).toBe(0);
    predicted.push(await readFile(join(run, 'predictions.csv'), 'utf8'));
  }
  expect(predicted[0]!.split('\n').length).toBeGreaterThan(70);
  expect(predicted[1]).toBe(predicted[0]);
  // New data, read by the mapping of the run: without the column to predict, and without a table.
  const customers = await readFile(join(turned, 'customers.csv'), 'utf8');
  const unlabelled = customers.split('\n').map((line) => line.split(',').slice(0, -2).join(','));
  await writeFile(join(turned, 'customers.csv'), unlabelled.join('\n'));
  await rm(join(turned, 'returns.csv'));
  const { code, stdout } = await cli(['predict', join(root, 'one'), '--data', turned, '--no-cache', '--json']);
  expect([code, (JSON.parse(stdout) as { rows: number }).rows]).toEqual([0, 75]);
});

it('a mapping is kept unless it is forced away, and its mistakes are named by file, line and key', async () => {
  const file = join(shop, 'graph.yaml');
  const error = async (args: readonly string[]) =>
    (JSON.parse((await cli([...args, '--json'])).stderr) as { error: { code: string; location: object } }).error;
  const text = await readFile(file, 'utf8');
  expect(await error(['init', shop])).toMatchObject({ code: 'TARGET_EXISTS', location: { file } });
  await writeFile(file, text.replace('age: number', 'age: numeric'));
  const row = text.split('\n').findIndex((line) => line.includes('age: number')) + 1;
  expect(await error(['describe', '--data', shop])).toMatchObject({
    code: 'INVALID_MAPPING',
    location: { file, row, column: 'nodes.customer.columns.age' },
  });
  expect((await cli(['init', shop, '--force'])).code).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(text);
});
