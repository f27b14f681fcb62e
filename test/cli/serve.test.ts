import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { cli, people, start } from './cli.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-serve-'));
  await saveGraph(people(80), join(root, 'people'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a run is served until it is asked to stop', { timeout: 60_000 }, async () => {
  const out = join(root, 'run');
  const trained = await cli([
    ...['train', '--data', join(root, 'people'), '--target', 'person.side', '--model', 'ridge', '--no-baselines'],
    ...['--out', out, '--no-cache', '--json'],
  ]);
  expect(trained.code, trained.stderr).toBe(0);
  const { child, ended } = start(['serve', out, '--port', '0', '--json']);
  const first = await new Promise<string>((resolve) => child.stdout!.once('data', (text) => resolve(String(text))));
  const { url, routes } = JSON.parse(first) as { url: string; routes: string[] };
  expect(routes).toEqual(['/predict', '/health', '/openapi.json']);
  const answer = await fetch(`${url}/predict?ids=p1&ids=p2`);
  expect(((await answer.json()) as { predictions: object[] }).predictions.length).toBe(2);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test('what cannot be served is said before anything listens', { timeout: 30_000 }, async () => {
  const absent = await cli(['serve', join(root, 'nothing'), '--json']);
  expect([absent.code, JSON.parse(absent.stderr).error.code]).toEqual([1, 'FILE_NOT_FOUND']);
  const wrong = await cli(['serve', join(root, 'nothing'), '--port', 'x', '--json']);
  expect([wrong.code, JSON.parse(wrong.stderr).error.code]).toEqual([2, 'INVALID_OPTION']);
});
