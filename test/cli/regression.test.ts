import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-numbers-'));
  await mkdir(at('films', 'nodes'), { recursive: true });
  await mkdir(at('films', 'edges'));
  // A rating is that of the director, and a little by length.
  const ratings = Array.from({ length: 200 }, (_, i) => (2 + (i % 8) + (i % 13) / 20).toFixed(2));
  const films = ratings.map((rating, i) => `f${i},${90 + (i % 13)},${i % 9 === 0 ? '' : rating}`);
  await writeFile(at('films', 'nodes', 'film.csv'), `id,length,rating\n${films.join('\n')}\n`);
  const edges = ratings.map((_, i) => `f${i},d${i % 8}`);
  await writeFile(at('films', 'edges', 'film.by.director.csv'), `source,target\n${edges.join('\n')}\n`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (args: string[]) => cli(args, { HETEROGRAPH_CACHE: at('cache') });
async function json<T>(args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run([...args, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

test('a numeric column is learned as numbers from training to explanation', { timeout: 120_000 }, async () => {
  const out = at('run');
  const film = ['--data', at('films'), '--target', 'film.rating'];
  const settings = ['--model', 'sage', '--epochs', '60', '--set', 'learningRate=0.03', '--set', 'hidden=16'];
  type Score = { model: string; mae: number; rmse: number; r2: number };
  const trained = await json<{ task: string; scores: Score[]; remarks: string[] }>([
    ...['train', ...film, ...settings, '--out', out],
  ]);
  expect(trained.task).toBe('regression');
  expect(trained.remarks[0]).toContain('film.rating is learned as numbers');
  expect(trained.scores.map(({ model }) => model)).toEqual([
    ...['mean', 'label-propagation', 'ridge', 'mlp', 'ridge-propagated', 'sage'],
  ]);
  const own = trained.scores.at(-1)!;
  expect(own.r2).toBeGreaterThan(0.8);
  expect(own.mae).toBeLessThan(trained.scores[0]!.mae);

  const { mae, rmse, r2 } = await json<Score>(['evaluate', out]);
  expect({ mae, rmse, r2 }).toEqual({ mae: own.mae, rmse: own.rmse, r2: own.r2 });
  expect((await run(['evaluate', out])).stdout).toMatch(/MAE .*RMSE .*R2/);

  const predicted = await json<{ out: string; rows: number }>(['predict', out, '--rows', 'unlabelled']);
  const lines = (await readFile(predicted.out, 'utf8')).trim().split('\n');
  expect([lines.length, lines[0]]).toEqual([24, 'node,predicted,low,high']);
  expect(lines[1]).toMatch(/^f0(,-?\d+(\.\d+)?){3}$/);
  expect((await json<{ width: number }>(['embed', out])).width).toBe(16);
  const explained = await json<{ numbers: { id: string; predicted: number }[]; edges: { score: number }[] }>([
    ...['explain', out, '--node', 'film:f0'],
  ]);
  expect(explained.numbers[0]!.id).toBe('f0');
  expect(String(explained.numbers[0]!.predicted)).toContain(lines[1]!.slice(3, 6));
  expect((await run(['explain', out, '--node', 'film:f0'])).stdout).toContain('is predicted to be');
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('Predicted against actual');
});

test('the guess is overruled, and what makes no sense is refused', { timeout: 60_000 }, async () => {
  const film = ['--data', at('films'), '--target', 'film.length', '--model', 'label-propagation', '--no-baselines'];
  const classes = await json<{ task: string; scores: object[] }>(['train', ...film, '--out', at('classes')]);
  expect(classes.task).toBe('classification');
  expect(classes.scores[0]).toHaveProperty('micro');
  const numbers = await json<{ task: string; scores: object[] }>([
    ...['train', ...film, '--task', 'regression', '--out', at('numbers')],
  ]);
  expect(numbers.task).toBe('regression');
  expect(numbers.scores[0]).toHaveProperty('r2');
  const refused = await run(['train', ...film, '--loss', 'huber', '--json']);
  expect(JSON.parse(refused.stderr).error.code).toBe('INVALID_OPTION');
  const again = await run(['train', ...film, '--out', at('numbers'), '--json']);
  expect(JSON.parse(again.stderr).error.code).toBe('TARGET_EXISTS');
});
