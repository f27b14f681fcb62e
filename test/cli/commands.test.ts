import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashGraph, openGraph, saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-'));
  await saveGraph(people(400), at('people'));
  await mkdir(at('tables', 'nodes'), { recursive: true });
  await mkdir(at('tables', 'edges'));
  const side = (i: number) => (i % 7 === 0 ? '' : i % 2 ? 'odd' : 'even');
  const lines = Array.from(
    { length: 200 },
    (_, i) => `n${i},"name, ""${i}""",${i % 2},${i % 5 ? i / 10 : ''},${side(i)}`,
  );
  await writeFile(at('tables', 'nodes', 'thing.csv'), `id,name,bit,size,side\n${lines.join('\n')}\n`);
  const edges = Array.from({ length: 400 }, (_, i) => `n${i % 200},n${(i * 6 + 2) % 200}`);
  await writeFile(at('tables', 'edges', 'thing.near.thing.csv'), `source,target\n${edges.join('\n')}\n`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function json<T>(args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli([...args, '--json'], { HETEROGRAPH_CACHE: at('cache') });
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T;
}

async function refused(args: string[]): Promise<{ code: string; location: { file?: string; row?: number } }> {
  const { code, stdout, stderr } = await cli([...args, '--json'], { HETEROGRAPH_CACHE: at('cache') });
  expect(code).toBeGreaterThan(0);
  expect(stdout).toBe('');
  return (JSON.parse(stderr) as { error: { code: string; location: { file?: string; row?: number } } }).error;
}

const quick = ['--model', 'rphgnn', '--epochs', '15', '--set', 'hidden=16', '--set', 'embeddingWidth=8'];

test('train, evaluate, predict and embed agree', { timeout: 60_000 }, async () => {
  const out = at('run');
  type Scores = { scores: { model: string; micro: number; macro: number }[] };
  const trained = await json<Scores>(['train', '--data', at('people'), '--out', out, ...quick]);
  const own = trained.scores.at(-1)!;
  expect(own.model).toBe('rphgnn');
  expect(trained.scores.length).toBeGreaterThan(4);
  expect(own.micro).toBeGreaterThan(trained.scores[0]!.micro);
  expect((await readdir(out)).sort()).toEqual(
    expect.arrayContaining(['checkpoint', 'config.json', 'embeddings.arrow', 'history.json', 'metrics.json', 'model']),
  );

  const evaluated = await json<{ micro: number; macro: number; perClass: { class: string }[] }>(['evaluate', out]);
  expect([evaluated.micro, evaluated.macro]).toEqual([own.micro, own.macro]);
  expect(evaluated.perClass.map((each) => each.class)).toEqual(['left', 'right']);

  const predicted = await json<{ out: string; rows: number }>(['predict', out, '--rows', 'unlabelled']);
  expect(predicted.rows).toBe(40);
  const [head, first] = (await readFile(predicted.out, 'utf8')).split('\n');
  expect(head).toBe('node,predicted,probability.left,probability.right');
  expect(first).toMatch(/^p9,(left|right),0\.\d+,0\.\d+$/);
  await json(['predict', out, '--out', at('all.jsonl')]);
  expect((await refused(['predict', out, '--out', at('all.jsonl')])).code).toBe('TARGET_EXISTS');
  await json(['predict', out, '--out', at('all.jsonl'), '--overwrite']);
  const line = JSON.parse((await readFile(at('all.jsonl'), 'utf8')).split('\n')[0]!) as {
    node: string;
    probability: number[];
  };
  expect(line.node).toBe('p0');
  expect(line.probability[0]! + line.probability[1]!).toBeCloseTo(1, 5);

  await json(['embed', out, '--out', at('all.arrow')]);
  expect((await refused(['embed', out, '--out', at('all.arrow')])).code).toBe('TARGET_EXISTS');
  const table = tableFromIPC(await readFile(at('all.arrow')));
  expect(table.numRows).toBe(400);
  expect(table.schema.fields.map(({ name }) => name)).toEqual(['node', 'embedding']);
  expect([...table.get(3)!.embedding].length).toBe(16);
  const kept = tableFromIPC(await readFile(join(out, 'embeddings.arrow')));
  const row = kept.toArray().find((each) => each!.node === 'p3')!;
  expect([...row.embedding]).toEqual([...table.get(3)!.embedding]);
});

test('a run folder goes on, and refuses another run', { timeout: 60_000 }, async () => {
  const args = ['train', '--data', at('people'), '--out', at('again'), '--no-baselines'];
  const first = await json<object>([...args, ...quick]);
  const second = await json<object>([...args, ...quick]);
  expect((second as { scores: { micro: number }[] }).scores[0]!.micro).toBe(
    (first as { scores: { micro: number }[] }).scores[0]!.micro,
  );
  expect((await refused([...args, ...quick, '--seed', '2'])).code).toBe('TARGET_EXISTS');
  const config = JSON.parse(await readFile(at('again', 'config.json'), 'utf8')) as { content: { seed: number } };
  expect(config.content.seed).toBe(1);
  await writeFile(at('again', 'notes.txt'), 'mine');
  await json([...args, ...quick, '--seed', '2', '--restart']);
  expect(await readFile(at('again', 'notes.txt'), 'utf8')).toBe('mine');
  await mkdir(at('again', 'checkpoint', 'epoch-photos'), { recursive: true });
  await writeFile(at('again', 'checkpoint', 'epoch-photos', 'me.jpg'), 'mine');
  await json([...args, ...quick, '--seed', '3', '--restart']);
  expect(await readFile(at('again', 'checkpoint', 'epoch-photos', 'me.jpg'), 'utf8')).toBe('mine');
});

test.each([[], ['--restart']])(
  'a folder that is no run is left as it is: %j',
  { timeout: 60_000 },
  async (...flags) => {
    const args = ['train', '--data', at('people'), '--no-baselines', ...quick, ...flags];
    for (const [name, text] of [
      ['report.html', 'mine'],
      ['config.json', '{"version":2,"model":"mine"}'],
      ['config.json', 'mine'],
    ] as const) {
      const folder = await mkdtemp(at('mine-'));
      await writeFile(join(folder, name), text);
      expect((await refused([...args, '--out', folder])).code).toBe('NOT_OURS');
      expect(await readdir(folder)).toEqual([name]);
      expect(await readFile(join(folder, name), 'utf8')).toBe(text);
    }
    await writeFile(at('a-file'), 'mine');
    expect((await refused([...args, '--out', at('a-file')])).code).toBe('NOT_OURS');
    expect(await readFile(at('a-file'), 'utf8')).toBe('mine');
  },
);

test('own tables train without features of their own', { timeout: 60_000 }, async () => {
  const out = at('tables-run');
  const { scores } = await json<{ scores: { model: string; micro: number }[] }>([
    'train',
    '--data',
    at('tables'),
    '--target',
    'thing.side',
    '--out',
    out,
    ...quick,
  ]);
  expect(scores.at(-1)!.micro).toBeGreaterThan(scores[0]!.micro + 0.2);
  const evaluated = await json<{ micro: number }>(['evaluate', out]);
  expect(evaluated.micro).toBe(scores.at(-1)!.micro);
});

test('convert and describe keep the graph through every format', { timeout: 60_000 }, async () => {
  for (const [from, to] of [
    ['people', 'csv'],
    ['as-csv', 'jsonl'],
    ['as-jsonl', 'arrow'],
  ] as const) {
    await json(['convert', '--data', at(from), '--to', to, '--out', at(`as-${to}`)]);
  }
  expect(hashGraph(await openGraph(at('as-arrow')))).toBe(hashGraph(await openGraph(at('people'))));
  const summary = await json<{ numNodes: number }>(['describe', '--data', at('as-csv')]);
  expect(summary.numNodes).toBe(420);
  expect((await refused(['convert', '--data', at('people'), '--out', at('as-arrow')])).code).toBe('TARGET_EXISTS');
  const { stdout } = await cli(['describe', '--data', at('people')]);
  expect(stdout).toContain('person > in > group');
  await writeFile(at('plain.csv'), 'source,target,weight\n1,2,0.5\n2,3,1\n');
  expect(await json<object>(['describe', '--data', at('plain.csv')])).toMatchObject({ numNodes: 3, numEdges: 2 });
});

test('validate lists bad rows with file and row, and exits with 1', { timeout: 60_000 }, async () => {
  expect(await json<object>(['validate', '--data', at('tables')])).toMatchObject({ sound: true });
  await mkdir(at('bad', 'nodes'), { recursive: true });
  await mkdir(at('bad', 'edges'));
  await writeFile(at('bad', 'nodes', 'a.csv'), 'id,x\n1,2\n1,3\n2,4,5\n');
  await writeFile(at('bad', 'edges', 'a.to.a.csv'), 'source,target\n1,2\n1,77\n');
  const { code, stdout } = await cli(['validate', '--data', at('bad'), '--json']);
  expect(code).toBe(1);
  const { badRows } = JSON.parse(stdout) as { badRows: { code: string; row: number }[] };
  expect(badRows.map(({ code, row }) => `${code} ${row}`)).toEqual([
    'DUPLICATE_ID 3',
    'MALFORMED_ROW 4',
    'UNKNOWN_ID 2',
    'UNKNOWN_ID 3',
  ]);
  const text = await cli(['validate', '--data', at('bad')]);
  expect(text.stdout).toContain('4 bad rows');
  const error = await refused(['convert', '--data', at('bad'), '--out', at('bad-out')]);
  expect(error).toMatchObject({ code: 'DUPLICATE_ID', location: { file: at('bad', 'nodes', 'a.csv'), row: 3 } });
  expect(
    (await json<{ numBadRows: number }>(['convert', '--data', at('bad'), '--out', at('bad-out'), '--skip-bad-rows']))
      .numBadRows,
  ).toBe(4);
});

test('cells that are no value are listed by validate, taken as missing or refused', async () => {
  await mkdir(at('cells'));
  await writeFile(
    at('cells', 'orders.csv'),
    `order_id,price\n${'1,2\n3,4\n5,2.5\n6,7\n8,9\n10,1\n11,free\n12,5\n13,6\n14,3\n15,8\n'}`,
  );
  const listed = await cli(['validate', '--data', at('cells')]);
  expect([listed.code, listed.stdout]).toEqual([1, expect.stringMatching(/orders\.csv\s+8\s+price\s+free/)]);
  expect((await cli(['validate', '--data', at('cells'), '--null-text', 'free'])).code).toBe(0);
  const refusal = await refused(['convert', '--data', at('cells'), '--out', at('cells-out'), '--bad-cells', 'fail']);
  expect(refusal).toMatchObject({ code: 'WRONG_DTYPE', location: { row: 8, column: 'price' } });
});

test.each([
  ['INVALID_OPTION', ['describe']],
  ['INVALID_OPTION', ['train', '--dataset', 'wordnet', '--data', 'x']],
  ['INVALID_OPTION', ['train', '--data', '{people}', '--seed', 'x']],
  ['INVALID_OPTION', ['train', '--data', '{people}', '--set', 'dropout=2']],
  ['INVALID_OPTION', ['train', '--data', '{people}', '--set', 'nothing=2']],
  ['INVALID_OPTION', ['predict', '{people}', '--out', 'x.parquet']],
  ['UNKNOWN_DATASET', ['describe', '--dataset', 'nope']],
  ['FILE_NOT_FOUND', ['describe', '--data', '{nowhere}']],
  ['UNKNOWN_FORMAT', ['describe', '--data', '{run-less}']],
  ['MISSING_LABELS', ['train', '--data', '{people}', '--target', 'group']],
  ['MISSING_LABELS', ['train', '--data', '{tables}']],
  ['NO_RELATIONS', ['train', '--data', '{bare}', '--target', 'constructor.__proto__', '--model', 'rphgnn']],
  ['NO_ROWS', ['train', '--data', '{blank}', '--target', 'x.y']],
  ['FILE_UNREADABLE', ['describe', '--data', '{folders}']],
  ['FILE_NOT_FOUND', ['evaluate', '{people}']],
])('%s for %j', async (code, args) => {
  await mkdir(at('run-less'), { recursive: true });
  await mkdir(at('folders', 'nodes', 'x.csv'), { recursive: true });
  for (const name of ['bare', 'blank']) await mkdir(at(name, 'nodes'), { recursive: true });
  const cells = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`).join('\n');
  await writeFile(at('bare', 'nodes', 'constructor.csv'), `id,__proto__\n${cells}\n`);
  await writeFile(at('blank', 'nodes', 'x.csv'), 'id,y\n1,\n2,\n');
  const error = await refused(args.map((arg) => arg.replace(/^\{(.*)\}$/, (_, name: string) => at(name))));
  expect(error.code).toBe(code);
});

test('train --folds scores the model and simple ones on folds, and keeps nothing', { timeout: 60_000 }, async () => {
  const args = ['train', '--data', at('people'), '--model', 'ridge', '--folds', '3', '--seeds', '2'];
  const { models, seeds, comparison } = await json<{
    models: { model: string; folds: { rocAuc: number[] } }[];
    seeds: number[];
    comparison: { against: string };
  }>(args);
  expect(seeds).toEqual([1, 2]);
  expect(models.at(-1)!.model).toBe('ridge');
  expect(models.at(-1)!.folds.rocAuc).toHaveLength(6);
  expect(models.map(({ model }) => model)).toContain(comparison.against);
  expect((await refused(args.slice(0, 5).concat('--seeds', '2'))).code).toBe('INVALID_OPTION');
  const shares = [...args.slice(0, 7), '--no-baselines', '--label-shares', '0.5,1'];
  expect((await refused([...shares, '--out', at('folds')])).code).toBe('INVALID_OPTION');
  const { stdout } = await cli([...shares, '--out', at('folds.html')]);
  expect(stdout).toMatch(/labels\s+rows\s+ridge/);
  expect(await readFile(at('folds.html'), 'utf8')).toContain('by rows learned from');
  expect((await refused([...shares, '--out', at('folds.html')])).code).toBe('TARGET_EXISTS');
});

test('datasets lists what there is and how its files are had; without a network, fetching says what to put where', async () => {
  const { datasets, fetchable } = await json<{ datasets: { name: string }[]; fetchable: string[] }>(['datasets']);
  expect(datasets.map(({ name }) => name)).toEqual(expect.arrayContaining([...fetchable, 'wordnet']));
  expect((await refused(['datasets', '--root', at('sets')])).code).toBe('INVALID_OPTION');
  const args = ['datasets', '--fetch', 'hgb-acm', '--root', at('sets'), '--server', 'http://127.0.0.1:1', '--json'];
  const { error } = JSON.parse((await cli(args)).stderr) as { error: { code: string; hint: string } };
  expect(error.code).toBe('FETCH_FAILED');
  expect(error.hint).toContain(`node.dat, link.dat, label.dat, label.dat.test into ${at('sets', 'hgb-acm')}`);
});
