import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filmFolder } from '../experiments/recommend/folders.js';
import { cli, start } from './cli.js';

let root: string;
let out: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-recommend-'));
  out = join(root, 'run');
  await filmFolder(join(root, 'films'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const code = (stderr: string) => JSON.parse(stderr).error.code as string;

test('ratings of films to lists, without an option', { timeout: 120_000 }, async () => {
  const trained = await cli(['recommend', '--data', join(root, 'films'), '--no-cache', '--out', out]);
  expect(trained.code, trained.stderr).toBe(0);
  expect(trained.stdout).toMatch(/recommender +NDCG@10/);
  expect(trained.stdout).toMatch(/was kept by NDCG@10 of the validation pairs/);
  const tables = trained.stdout.split('\n').filter((line) => /^\S.* {2}/.test(line));
  expect(tables.filter((line) => line.length > 80)).toEqual([]);
  expect(trained.stderr).toMatch(/A row counts where rating is at least 4/);
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('How popular items are');

  const text = await cli(['recommend', out, '--user', '7', '--k', '3']);
  expect(text.code, text.stderr).toBe(0);
  expect(text.stdout).toMatch(/^movie for user 7 \(from what was taken before, \d+ items?, left out\)/);
  expect(text.stdout.split('\n').length).toBe(7);
  type Lists = { lists: { user?: number; items: number[]; by: string; unknownItems: string[] }[] };
  const ask = async (...args: string[]) => {
    const { stdout, stderr } = await cli(['recommend', out, ...args, '--json']);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const { lists } = (await ask('--user', '7', '--user', 'x', '--k', '3')) as Lists;
  expect(lists.map(({ by, items }) => [by, items.length])).toEqual([
    ['fitted', 3],
    ['popularity', 3],
  ]);
  const folded = (await ask('--items', '101, 103', '--items', 'none', '--k', '2')) as Lists;
  expect(folded.lists[0]).toMatchObject({ by: 'folded-in', unknownItems: ['none'] });
  const formed = (await ask('--items', '0101,103', '--k', '2')) as { lists: { hint?: string }[] };
  expect(formed.lists[0]!.hint).toBe('"0101" is unknown, but "101" is there.');
  expect(folded.lists[0]).not.toHaveProperty('hint');
  expect((await cli(['recommend', out, '--user', '07', '--k', '2'])).stdout).toMatch(/but "7" is there\.\s*$/);
  expect((await cli(['recommend', out, '--similar', '0103'])).stderr).toMatch(/but "103" is there/);
  expect(((await ask('--similar', '103', '--k', '4')) as { items: number[] }).items.length).toBe(4);
  if (/item-knn|ease/.test(JSON.parse(await readFile(join(out, 'metrics.json'), 'utf8')).scores.at(-1).recommender)) {
    expect(((await ask('--user', '7', '--explain', '103')) as { because: object[] }).because.length).toBeGreaterThan(0);
  }

  const { child, ended } = start(['serve', out, '--port', '0', '--json']);
  const first = await new Promise<string>((resolve) => child.stdout!.once('data', (part) => resolve(String(part))));
  const { url } = JSON.parse(first) as { url: string };
  const served = (await (await fetch(`${url}/recommend?users=7&k=3`)).json()) as {
    lists: { items: { item: number }[] }[];
  };
  expect(served.lists[0]!.items.map(({ item }) => item)).toEqual(lists[0]!.items);
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test.each([['evaluate'], ['predict'], ['explain', '--node', 'user:7']])(
  '%s of such a run says what asks it',
  async (command, ...args) => {
    const { stderr } = await cli([command, out, ...args, '--json']);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'MODEL_MISMATCH',
      hint: expect.stringMatching(/heterograph recommend RUN/),
    });
  },
);

test.each<[string, string[], string]>([
  ['no data', [], 'INVALID_OPTION'],
  ['a run with data', ['RUN', '--data', 'x'], 'INVALID_OPTION'],
  ['a user without a run', ['--user', 'x', '--data', 'FILMS'], 'INVALID_OPTION'],
  ['a run that is asked nothing', ['RUN'], 'INVALID_OPTION'],
  ['a run that is asked two things', ['RUN', '--user', '7', '--items', '103'], 'INVALID_OPTION'],
  ['a list of no length', ['RUN', '--user', '7', '--k', '0'], 'INVALID_OPTION'],
  ['an item that is none', ['RUN', '--similar', 'x'], 'UNKNOWN_ID'],
  ['no run', ['nowhere', '--user', '7'], 'FILE_NOT_FOUND'],
  ['no such column', ['--data', 'FILMS', '--user-type', 'nobody'], 'UNKNOWN_TYPE'],
])('%s is refused', async (_, args, expected) => {
  const given = args.map((arg) => (arg === 'RUN' ? out : arg === 'FILMS' ? join(root, 'films') : arg));
  const { stderr, code: status } = await cli(['recommend', ...given, '--no-cache', '--json']);
  expect(code(stderr)).toBe(expected);
  expect(status).toBe(expected === 'INVALID_OPTION' ? 2 : 1);
});
