import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);

/** Things of two classes, told by their neighbours; names of the classes as given. */
async function tables(name: string, count: number, classes: readonly [string, string], more = ''): Promise<void> {
  await mkdir(at(name, 'nodes'), { recursive: true });
  await mkdir(at(name, 'edges'));
  const head = more === '' ? 'id,size,kind' : 'id,size,kind,train,test';
  const lines = Array.from({ length: count }, (_, i) => {
    const masks = more === '' ? '' : `,${i % 2 === 0},${i % 2 === 1}`;
    return `n${i},${(i * 7) % 10},${classes[i % 2]}${masks}`;
  });
  await writeFile(at(name, 'nodes', 'thing.csv'), `${head}\n${lines.join('\n')}\n`);
  const edges = Array.from({ length: count * 3 }, (_, i) => `n${i % count},n${(i * 4 + 2 + (i % count)) % count}`);
  await writeFile(at(name, 'edges', 'thing.near.thing.csv'), `source,target\n${edges.join('\n')}\n`);
}

async function run(
  args: readonly string[],
): Promise<{ code: number | null; result: Record<string, unknown>; error: { code: string } }> {
  const { code, stdout, stderr } = await cli([...args, '--no-cache', '--json']);
  const error = stderr === '' ? { code: '' } : (JSON.parse(stderr) as { error: { code: string } }).error;
  return { code, result: stdout === '' ? {} : JSON.parse(stdout), error };
}

const quick = [
  '--model',
  'rphgnn',
  '--epochs',
  '10',
  '--set',
  'hidden=8',
  '--set',
  'embeddingWidth=8',
  '--no-baselines',
];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-other-'));
  await tables('own', 120, ['a', 'b']);
  await tables('turned', 40, ['b', 'a']);
  await tables('strange', 40, ['x', 'y']);
  await tables('masked', 60, ['a', 'b'], 'masks');
  const { code, error } = await run([
    'train',
    '--data',
    at('own'),
    '--target',
    'thing.kind',
    '--out',
    at('run'),
    ...quick,
  ]);
  expect([code, error.code]).toEqual([0, '']);
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

test('other data are scored whole, their classes matched by name', { timeout: 60_000 }, async () => {
  const { result } = await run(['evaluate', at('run'), '--data', at('turned'), '--target', 'thing.kind']);
  expect(result.rows).toBe(40);
  const perClass = result.perClass as { class: string; support: number }[];
  expect(perClass.map((each) => [each.class, each.support])).toEqual([
    ['a', 20],
    ['b', 20],
  ]);
  const predictions = await run([
    'predict',
    at('run'),
    '--data',
    at('turned'),
    '--target',
    'thing.kind',
    '--out',
    at('p.jsonl'),
  ]);
  expect(predictions.code).toBe(0);
  const lines = (await readFile(at('p.jsonl'), 'utf8')).trim().split('\n');
  const right = lines.filter(
    (line, i) => (JSON.parse(line) as { predicted: string }).predicted === (i % 2 ? 'a' : 'b'),
  );
  expect(result.micro).toBeCloseTo(right.length / 40, 12);
  expect((await run(['evaluate', at('run'), '--data', at('strange'), '--target', 'thing.kind'])).error.code).toBe(
    'MODEL_MISMATCH',
  );
});

test('what other data lack is remarked, in JSON and on stderr', { timeout: 60_000 }, async () => {
  await cp(at('turned'), at('edgeless'), { recursive: true });
  await writeFile(at('edgeless', 'edges', 'thing.near.thing.csv'), 'source,target\n');
  const data = ['--data', at('edgeless'), '--target', 'thing.kind'];
  for (const [command, out] of [['evaluate'], ['predict', 'e.csv'], ['embed', 'e.arrow']] as const) {
    const args = [command, at('run'), ...data, ...(out ? ['--out', at(out)] : [])];
    const { result } = await run(args);
    expect(result.remarks, command).toEqual([expect.stringContaining('thing>near>thing')]);
    if (command !== 'evaluate') continue;
    const { code, stderr } = await cli([...args, '--no-cache']);
    expect([code, stderr.includes('thing>near>thing')]).toEqual([0, true]);
  }
  expect((await run(['evaluate', at('run'), '--data', at('turned'), '--target', 'thing.kind'])).result.remarks).toEqual(
    [],
  );
});

test('data that changed since the training are not taken for those of the run', { timeout: 60_000 }, async () => {
  await cp(at('own'), at('kept'), { recursive: true });
  await appendFile(at('own', 'nodes', 'thing.csv'), 'n120,3,a\n');
  expect((await run(['evaluate', at('run')])).error.code).toBe('MODEL_MISMATCH');
  const restarted = await run(['train', '--data', at('own'), '--target', 'thing.kind', '--out', at('run'), ...quick]);
  expect(restarted.error.code).toBe('TARGET_EXISTS');
  await rm(at('own'), { recursive: true });
  await cp(at('kept'), at('own'), { recursive: true });
  expect((await run(['evaluate', at('run')])).code).toBe(0);
});

test('masks split and are no features', { timeout: 60_000 }, async () => {
  const { result } = await run([
    'train',
    '--data',
    at('masked'),
    '--target',
    'thing.kind',
    '--out',
    at('masked-run'),
    ...quick,
  ]);
  expect(result.rows).toEqual({ train: 30, valid: 0, test: 30 });
  const config = JSON.parse(await readFile(at('masked-run', 'config.json'), 'utf8')) as { content: object };
  expect(config.content).toMatchObject({ preparation: { thing: [{ column: 'size', found: 'number' }] } });
});

test('one run at a time in a folder; a lock of a process that is gone is no obstacle', {
  timeout: 60_000,
}, async () => {
  const args = ['train', '--data', at('own'), '--target', 'thing.kind', '--out', at('locked'), ...quick];
  await mkdir(at('locked'));
  await writeFile(at('locked', 'run.lock'), `${process.pid} ${hostname()} - 0123456789abcdef\n`);
  expect((await run(args)).error.code).toBe('RUN_BUSY');
  await writeFile(at('locked', 'run.lock'), `999999999 ${hostname()} - 0123456789abcdef\n`);
  expect((await run(args)).code).toBe(0);
});

test.each([[['train', '--nonsense']], [['nonsense']], [['evaluate']]])(
  'bad usage ends with 2, and tells programs in JSON: %j',
  async (args) => {
    const { code, error } = await run(args);
    expect([code, error.code]).toEqual([2, 'USAGE']);
  },
);

test.each([
  ['MISSING_LABELS', ['train', '--data', '{own}', '--target', 'thing.nope']],
  ['MISSING_LABELS', ['train', '--data', '{own}', '--target', 'thing.id']],
  ['FILE_NOT_FOUND', ['describe', '--data', '{own}/nodes/thing.csv', '--format', 'csv']],
  ['CORRUPT_FILE', ['evaluate', '{broken}']],
])('%s for %j', async (code, args) => {
  await mkdir(at('broken'), { recursive: true });
  await writeFile(at('broken', 'config.json'), '{"version":1}');
  expect((await run(args.map((arg) => arg.replace(/^\{(\w+)\}/, (_, name: string) => at(name))))).error.code).toBe(
    code,
  );
});
