import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-embed-'));
  await saveGraph(people(200), at('people'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function json<T>(args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli([...args, '--json'], { HETEROGRAPH_CACHE: at('cache') });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

test('embed learns vectors, keeps the run, writes ids and vectors, and opens the run again', async () => {
  const run = at('run');
  const learn = ['embed', '--data', at('people'), '--objective', 'supcon', '--epochs', '3', '--set', 'hidden=8'];
  type Summary = { width: number; nodes: object; scores: { model: string }[]; remarks: string[] };
  const summary = await json<Summary>([...learn, '--set', 'temperature=0.2', '--run', run, '--out', at('all.arrow')]);
  expect(summary).toMatchObject({ width: 8, nodes: { person: 200, group: 20 } });
  expect(summary.scores.map(({ model }) => model)).toEqual([
    'majority',
    'label-propagation',
    'ridge',
    'ridge on vectors of sage',
  ]);
  const table = tableFromIPC(await readFile(at('all.arrow')));
  expect(table.schema.fields.map(({ name }) => name)).toEqual(['node', 'type', 'embedding']);
  expect(table.numRows).toBe(220);
  expect([table.get(0)!.node, table.get(0)!.type]).toEqual(['p0', 'person']);
  expect([...table.get(0)!.embedding].length).toBe(8);
  expect(await readFile(join(run, 'embeddings.arrow'))).toEqual(await readFile(at('all.arrow')));

  const again = await json<{ rows: number }>(['embed', run, '--type', 'group', '--out', at('groups.csv')]);
  expect(again.rows).toBe(20);
  expect((await readFile(at('groups.csv'), 'utf8')).split('\n')[1]).toMatch(/^0,group,/);
});

test.each([
  [['embed'], 'INVALID_OPTION'],
  [['embed', '/nowhere', '--objective', 'links'], 'INVALID_OPTION'],
  [['embed', '/nowhere'], 'WRITE_FAILED'],
  [['embed', '--data', '/nowhere', '--rows', 'test'], 'INVALID_OPTION'],
  [['embed', '--data', '/nowhere', '--type', 'person'], 'INVALID_OPTION'],
])('%s is refused with %s', async (args, code) => {
  const { stderr } = await cli([...args, '--json']);
  expect(JSON.parse(stderr).error.code).toBe(code);
});
