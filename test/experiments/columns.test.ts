import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { openRun, trainExperiment } from '../../src/experiments/index.js';

const COUNT = 600;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-columns-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Customers churn by their plan and by the month they came in, both of which are texts; orders say nothing. */
function customers(seed: number, plans = ['basic', 'plus', 'pro']): string[] {
  const stream = new RandomStream(seed, 'customers');
  const lines = Array.from({ length: COUNT }, (_, i) => {
    const plan = plans[stream.nextInt(plans.length)]!;
    const month = 1 + stream.nextInt(12);
    const day = String(1 + stream.nextInt(28)).padStart(2, '0');
    const isSummer = month >= 4 && month <= 9;
    const churned = (plan === 'basic') !== isSummer ? 1 : 0;
    const visits = stream.nextInt(50);
    return `c${i},${stream.nextInt(5) === 0 ? '' : visits},${plan},2024-${String(month).padStart(2, '0')}-${day},FR,${churned ? 'yes' : 'no'}`;
  });
  return ['id,visits,plan,since,country,churned', ...lines];
}

async function folder(name: string, lines: readonly string[]): Promise<string> {
  const path = join(root, name);
  for (const part of ['nodes', 'edges']) await mkdir(join(path, part), { recursive: true });
  await writeFile(join(path, 'nodes', 'customer.csv'), `${lines.join('\n')}\n`);
  await writeFile(
    join(path, 'nodes', 'product.csv'),
    `id\n${Array.from({ length: 20 }, (_, i) => `p${i}`).join('\n')}\n`,
  );
  const orders = lines.slice(1).map((line, i) => `${line.split(',')[0]},p${i % 20}`);
  await writeFile(join(path, 'edges', 'customer.buys.product.csv'), `source,target\n${orders.join('\n')}\n`);
  return path;
}

test('every kind of column is used, said, kept and applied to new data', { timeout: 120_000 }, async () => {
  const data = await folder('shop', customers(1));
  const out = join(root, 'run');
  const settings = { hidden: 16, epochs: 60, learningRate: 0.01 };
  const options = { data, target: 'customer.churned', model: 'mlp', settings, out, cache: join(root, 'cache') };
  const { summary, dispose } = await trainExperiment(options);
  dispose();
  expect(summary.columns.map(({ column, found, isUsed }) => `${column} ${found} ${isUsed}`)).toEqual([
    'visits number true',
    'plan category true',
    'since date true',
    'country constant false',
  ]);
  const scores = Object.fromEntries(summary.scores.map(({ model, micro }) => [model, micro]));
  expect(scores.mlp).toBeGreaterThan(0.93);
  expect(scores.mlp).toBeGreaterThan(scores.majority! + 0.3);

  const other = await folder('next', customers(2, ['basic', 'plus', 'gold']));
  const run = await openRun(out, { data: other });
  expect(run.opened.remarks.join('\n')).toMatch(/customer\.plan: \d+ of 600 rows .* such as "gold"/);
  await expect(openRun(out, { data: other, strict: true })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  const poor = await folder(
    'poor',
    customers(3).map((line, i) => (i === 0 ? line : line.replace(/^(c\d+),\d*,/, '$1,,'))),
  );
  const drifted = await openRun(out, { data: poor });
  expect(drifted.opened.remarks.join('\n')).toMatch(/customer\.visits has drifted: .* without a value are 100 %/);
  drifted.model.dispose();
  const alike = await openRun(out, { data: await folder('alike', customers(4)), strict: true });
  expect(alike.opened.remarks).toEqual([]);
  alike.model.dispose();
  const { micro } = await run.evaluate();
  expect(micro).toBeGreaterThan(0.85);
  run.model.dispose();

  const without = await folder(
    'without',
    customers(1).map((line) => line.split(',').toSpliced(2, 1).join(',')),
  );
  await expect(openRun(out, { data: without })).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    location: { type: 'customer', column: 'plan' },
  });
});
