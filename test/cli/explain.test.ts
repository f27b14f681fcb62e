import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-explain-'));
  await saveGraph(people(200), at('people'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (args: readonly string[]) => cli(args, { HETEROGRAPH_CACHE: at('cache') });

test('explain says why, in words and as JSON', { timeout: 60_000 }, async () => {
  const settings = ['--epochs', '15', '--set', 'hidden=16', '--set', 'layers=2', '--no-baselines'];
  const trained = await run(['train', '--data', at('people'), '--out', at('run'), '--model', 'latte', ...settings]);
  expect(trained.code, trained.stderr).toBe(0);
  expect(await readFile(at('run', 'report.html'), 'utf8')).toContain('Relations that the model used');

  const told = await run(['explain', at('run'), '--node', 'person:p3', '--top', '4']);
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toMatch(/^person:p3 is (left|right) with probability \d+\.\d\d %/);
  expect(told.stdout).toContain('group>rev_in>person');
  expect(told.stdout).toContain('(itself)');
  expect(told.stdout).toMatch(/Without the \d edges above/);

  const { code, stdout } = await run(['explain', at('run'), '--node', 'p3', 'p4', '--method', 'occlusion', '--json']);
  expect(code).toBe(0);
  const found = JSON.parse(stdout) as {
    method: string;
    predictions: { id: string }[];
    edges: { target: { type: string } }[];
  };
  expect(found.method).toBe('occlusion');
  expect(found.predictions.map(({ id }) => id)).toEqual(['p3', 'p4']);
  expect(found.edges[0]!.target.type).toMatch(/person|group/);

  for (const [node, expected] of [
    ['person:nobody', 'UNKNOWN_ID'],
    ['group:3', 'INVALID_OPTION'],
  ] as const) {
    const refused = await run(['explain', at('run'), '--node', node, '--json']);
    expect((JSON.parse(refused.stderr) as { error: { code: string } }).error.code).toBe(expected);
  }
});

test('a model that passes no messages is explained by its predictions', { timeout: 60_000 }, async () => {
  const settings = ['--epochs', '5', '--set', 'hidden=8', '--set', 'embeddingWidth=8', '--no-baselines'];
  const trained = await run(['train', '--data', at('people'), '--out', at('flat'), '--model', 'rphgnn', ...settings]);
  expect(trained.code, trained.stderr).toBe(0);
  const told = await run(['explain', at('flat'), '--node', 'p1', '--max-edges', '2']);
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toMatch(/without all of +edges +score lost\n.*\n? *person>in>group/);
  expect(told.stdout).toContain('edges farther away were not looked at');
  const refused = await run(['explain', at('flat'), '--node', 'p1', '--method', 'attention', '--json']);
  expect((JSON.parse(refused.stderr) as { error: { code: string } }).error.code).toBe('UNSUPPORTED_BY_MODEL');
});
