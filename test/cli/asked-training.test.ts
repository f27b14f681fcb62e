import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegressionRun, openRun } from '../../src/experiments/index.js';
import { cli } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-asked-'));
  await mkdir(at('shops', 'nodes'), { recursive: true });
  await mkdir(at('shops', 'edges'));
  // Nothing tells which shops are rare, or how many visits one has.
  const shops = Array.from(
    { length: 300 },
    (_, i) => `s${i},${(i * 7) % 11},${i % 10 === 0 ? 'rare' : 'common'},${(i * 37) % 101}`,
  );
  await writeFile(at('shops', 'nodes', 'shop.csv'), `id,size,kind,visits\n${shops.join('\n')}\n`);
  await writeFile(at('shops', 'edges', 'shop.near.shop.csv'), 'source,target\ns0,s1\n');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const train = (target: string, ...args: string[]) =>
  cli(['train', '--data', at('shops'), '--target', target, ...args, '--no-baselines', '--no-cache', '--json']);
const mlp = ['--model', 'mlp', '--epochs', '60', '--set', 'learningRate=0.05', '--set', 'hidden=8'];

async function trained(target: string, out: string, ...args: string[]): Promise<{ columns: { column: string }[] }> {
  const { code, stdout, stderr } = await train(target, '--out', at(out), ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

async function refused(...[target, ...args]: [string, ...string[]]): Promise<string> {
  const { code, stderr } = await train(target, '--out', at('refused'), ...args);
  expect(code).toBeGreaterThan(0);
  return JSON.parse(stderr).error.code;
}

test('--class-weight and --identity-width are heeded and kept', async () => {
  const asked = ['--class-weight', 'rare=1000', '--identity-width', '3', '--model', 'logistic'];
  const { columns } = await trained('shop.kind', 'classes', ...asked);
  expect(columns.map(({ column }) => column)).toContain('id');
  const run = await openRun(at('classes'));
  expect(run.config).toMatchObject({ classWeight: { rare: 1000 } });
  // Whatever the columns say: missing a rare one costs a hundred times what all common ones do.
  const { predicted } = await run.predict('test');
  expect(predicted.filter((kind) => kind === 'rare').length).toBeGreaterThan(predicted.length / 2);
  run.dispose();
});

test('--loss poisson and quantile=SHARE are heeded and kept', async () => {
  await trained('shop.visits', 'counts', ...mlp, '--task', 'regression', '--loss', 'poisson');
  await trained('shop.visits', 'quantile', ...mlp, '--task', 'regression', '--loss', 'quantile=0.9');
  const counts = await openRegressionRun(at('counts'));
  const quantile = await openRegressionRun(at('quantile'));
  expect([counts.config.loss, quantile.config.loss]).toEqual(['poisson', 'quantile=0.9']);
  const most = async (run: typeof counts) => Math.min(...(await run.predict('test')).predicted);
  // Of numbers that are uniform from 0 to 100, and that nothing tells: the mean, and what nine in ten lie below.
  expect(Math.abs((await most(counts)) - 50)).toBeLessThan(20);
  expect(await most(quantile)).toBeGreaterThan(75);
  for (const run of [counts, quantile]) run.dispose();
});

test('what the model or the task has no use for is refused', async () => {
  expect(await refused('shop.kind', '--class-weight', 'balanced', '--model', 'ridge')).toBe('INVALID_OPTION');
  expect(await refused('near', '--task', 'links', '--identity-width', '3')).toBe('INVALID_OPTION');
});
