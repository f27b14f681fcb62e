import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlgorithms, pageRank } from '../../src/analytics/index.js';
import { openGraph, saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const graph = people(60);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-analyse-'));
  await saveGraph(graph, at('people'));
  await writeFile(at('edges.csv'), 'source,target\na,b\nb,c\nc,a\nd,a\n');
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Printed {
  readonly top?: readonly { readonly type: string; readonly id: string | number; readonly score: number }[];
  readonly iterations?: number;
  readonly seconds: { readonly load: number; readonly compute: number };
}

async function analyse(...args: string[]): Promise<Printed> {
  const { code, stdout, stderr } = await cli(['analyse', ...args, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Printed;
}

async function refused(...args: string[]): Promise<string> {
  const { code, stderr } = await cli(['analyse', ...args, '--json']);
  expect(code).toBeGreaterThan(0);
  return (JSON.parse(stderr) as { error: { code: string } }).error.code;
}

test('metapaths, embeddings and topics run with the defaults of the command line', { timeout: 120_000 }, async () => {
  const paths = await analyse('metapaths', '--data', at('people'));
  expect(paths).toMatchObject({
    numMetapaths: 4,
    rows: expect.arrayContaining([expect.objectContaining({ metapath: 'in,~in' })]),
  });
  for (const name of ['fastrp', 'node2vec']) {
    await analyse(name, '--data', at('people'), '--width', '4', '--out', at(`${name}.arrow`));
    expect(tableFromIPC(await readFile(at(`${name}.arrow`))).numRows).toBe(
      graph.nodeTypes.reduce((sum, type) => sum + graph.numNodes(type), 0),
    );
  }
  expect((await analyse('topic-pagerank', '--data', at('people'))).seconds.compute).toBeGreaterThan(0);
});

test('pagerank: the answer of the library, with its options', { timeout: 60_000 }, async () => {
  const { scores } = await pageRank(graph, { direction: 'both', damping: 0.7, restart: { group: 1 } });
  const flags = ['--direction', 'both', '--damping', '0.7', '--restart', 'group=1'];
  const { top, iterations, seconds } = await analyse('pagerank', '--data', at('people'), '--top', '4', ...flags);
  expect(top!.map(({ type, id, score }) => [type, id, score])).toEqual(
    scores.top(4).map(({ type, id, value }) => [type, id, value]),
  );
  expect(iterations).toBeGreaterThan(3);
  expect(seconds.compute).toBeGreaterThan(0);
  const typed = await analyse('pagerank', '--data', at('people'), '--type', 'person', '--top', '2', ...flags);
  expect(typed.top!.map(({ type }) => type)).toEqual(['person', 'person']);
  const { top: near } = await analyse(
    'pagerank',
    '--data',
    at('people'),
    '--sources',
    'person:p3,person:p5',
    '--top',
    '2',
  );
  expect(near).toHaveLength(2);
});

test('text of at most 80 columns, and files of all nodes', { timeout: 60_000 }, async () => {
  const out = at('scores.csv');
  const args = ['analyse', 'pagerank', '--data', at('edges.csv'), '--out', out];
  const { code, stdout, stderr } = await cli(args);
  expect(code, stderr).toBe(0);
  for (const line of stdout.split('\n')) if (!line.includes(out)) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(/iterations: \d+/);
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('node,type,score');
  expect(lines).toHaveLength(5);
  expect((await cli(args)).code).toBe(1);
  expect((await cli([...args.slice(0, -1), at('scores.arrow')])).code).toBe(0);
  expect(tableFromIPC(await readFile(at('scores.arrow'))).numRows).toBe(4);
});

test('the list, and what is wrong', { timeout: 60_000 }, async () => {
  const { stdout } = await cli(['analyse', '--list']);
  expect(stdout).not.toContain('...');
  for (const { name } of listAlgorithms()) expect(stdout).toContain(name);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(await refused()).toBe('INVALID_OPTION');
  expect((await cli(['analyse', 'pagerang', '--data', at('people')])).code).toBeGreaterThan(0);
  expect(await refused('pagerank', '--data', at('people'), '--damping', '2')).toBe('INVALID_OPTION');
  expect(await refused('pagerank', '--data', at('people'), '--relations', 'sells')).toBe('UNKNOWN_TYPE');
  expect(await refused('pagerank', '--data', at('people'), '--type', 'shop')).toBe('UNKNOWN_TYPE');
  expect(await refused('pagerank', '--data', at('people'), '--sources', 'person:nobody')).toBe('UNKNOWN_ID');
  expect(await refused('pagerank', '--data', at('people'), '--out', at('x.txt'))).toBe('INVALID_OPTION');
});

test('a report: the result, how it is spread, a picture and what was used', { timeout: 60_000 }, async () => {
  const flags = ['--data', at('people'), '--damping', '0.7', '--top', '3', '--report', at('ranks.html')];
  expect(await analyse('pagerank', ...flags)).toMatchObject({ report: at('ranks.html') });
  const page = await readFile(at('ranks.html'), 'utf8');
  expect(page).toContain('<h1>pagerank of ');
  for (const title of ['Scores', 'The first nodes', 'How values are spread', 'The graph', 'What was used'])
    expect(page).toContain(`<h2>${title}</h2>`);
  expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(2);
  expect(page).toMatch(/--damping<\/td>\s*<td[^>]*>0\.7</);
  expect(page).toMatch(/--tolerance<\/td>\s*<td[^>]*>not given</);
  expect(await refused('pagerank', ...flags)).toBe('TARGET_EXISTS');
  expect(await refused('pagerank', ...flags.slice(0, -1), at('no-folder', 'x.html'))).toBe('WRITE_FAILED');
  // Groups, tables, vectors and metapaths have pages, too.
  for (const [name, ...own] of [
    ['louvain'],
    ['bridges'],
    ['fastrp', '--width', '4'],
    ['degree', '--metapath', 'in,~in'],
  ] as const) {
    await analyse(name, '--data', at('people'), ...own, '--report', at(`${name}.html`));
    expect(await readFile(at(`${name}.html`), 'utf8')).toContain('What was used');
  }
});

test('the result as a column of a saved graph and of a file', { timeout: 60_000 }, async () => {
  const { scores } = await pageRank(graph);
  const folder = at('ranked');
  const flags = ['--data', at('people'), '--save', folder, '--column', 'rank'];
  expect(await analyse('pagerank', ...flags, '--out', at('ranked.arrow'))).toMatchObject({ save: folder });
  const ranked = await openGraph(folder);
  for (const type of graph.nodeTypes) {
    expect(ranked.nodeTable(type).getChild('rank')!.toArray()).toEqual(scores.of(type));
    expect(ranked.nodeTable(type).numCols).toBe(graph.nodeTable(type).numCols + 1);
  }
  expect(
    tableFromIPC(await readFile(at('ranked.arrow')))
      .getChild('rank')!
      .toArray(),
  ).toEqual(scores.values);
  expect(await refused('pagerank', ...flags)).toBe('TARGET_EXISTS');
  // Into the folder that it comes from, where that is asked for; several values are told apart.
  await analyse('hits', '--data', folder, '--save', folder, '--column', 'is', '--overwrite');
  const { columns } = (await openGraph(folder)).nodeSchema('person');
  expect(columns.map(({ name }) => name).slice(-3)).toEqual(['rank', 'is_authority', 'is_hub']);
  expect(await refused('pagerank', '--data', folder, '--save', at('again'), '--column', 'rank')).toBe('DUPLICATE_NAME');
  expect(await refused('bridges', '--data', folder, '--save', at('again'))).toBe('INVALID_OPTION');
  expect(await refused('pagerank', '--data', folder, '--column', 'rank')).toBe('INVALID_OPTION');
});

test('what is wrong with files and columns is said before long work', { timeout: 60_000 }, async () => {
  const data = ['--data', at('people')];
  for (const column of ['node', 'type', 'id']) {
    const flags = [...data, '--column', column];
    expect(await refused('pagerank', ...flags, '--out', at('spoilt.jsonl'))).toBe('INVALID_OPTION');
    expect(await refused('pagerank', ...flags, '--save', at('spoilt'))).toBe('INVALID_OPTION');
  }
  expect(await refused('bridges', ...data, '--column', 'x', '--out', at('x.csv'))).toBe('INVALID_OPTION');
  const inside = at('saved', 'x.csv');
  expect(await refused('pagerank', ...data, '--save', at('saved'), '--out', inside)).toBe('INVALID_OPTION');
  const edges = at('edges.csv');
  const before = await readFile(edges, 'utf8');
  const own = ['--data', edges, '--out', edges, '--overwrite'];
  expect(await refused('pagerank', ...own)).toBe('INVALID_OPTION');
  expect(await readFile(edges, 'utf8')).toBe(before);
  // With a metapath only the types at its ends have a result.
  const taken = ['pagerank', '--metapath', 'in,~in', ...data, '--save', at('taken'), '--column'];
  const column = graph.nodeSchema('person').columns.find(({ name }) => name !== 'id');
  expect(await refused(...taken, column!.name)).toBe('DUPLICATE_NAME');
});
