import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli } from './cli.js';

let folder = '';
const at = (...path: string[]) => join(folder, ...path);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-draw-'));
  for (const part of ['nodes', 'edges']) await mkdir(at('books', part), { recursive: true });
  const rows = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i)).join('\n');
  await writeFile(at('books', 'nodes', 'author.csv'), `id,name\n${rows(30, (i) => `a${i},Author no. ${i}`)}\n`);
  await writeFile(at('books', 'nodes', 'book.csv'), `id\n${rows(20, (i) => `b${i}`)}\n`);
  await writeFile(
    at('books', 'edges', 'author.wrote.book.csv'),
    `source,target\n${rows(60, (i) => `a${i % 30},b${(i * i) % 20}`)}\n`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

const draw = (...args: string[]) => cli(['draw', '--data', at('books'), '--no-cache', ...args]);

it('draws a whole graph, names of a column, as SVG', async () => {
  const { code, stdout } = await draw('--names', 'author.name', '--out', at('all.svg'));
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^50 nodes and 60 edges drawn to/)]);
  const svg = await readFile(at('all.svg'), 'utf8');
  expect(svg.match(/class="node"/g)).toHaveLength(50);
  expect(svg).toContain('Author no. 3');
});

it('draws in pixels', async () => {
  const { code } = await draw('--out', at('all.png'), '--width', '300');
  const png = await readFile(at('all.png'));
  expect([code, png.toString('latin1', 1, 4), png.readUInt32BE(16)]).toEqual([0, 'PNG', 300]);
});

it('draws what is around a node as a page, and says what is left out, in lines that fit', async () => {
  const out = at('near.html');
  const ran = await draw('--around', 'author:a3', '--hops', '3', '--limit', '5', '--out', out, '--json');
  const { nodes, notes } = JSON.parse(ran.stdout);
  expect(nodes).toBe(5);
  expect(notes).toEqual([expect.stringMatching(/^author:a3 and what is within 3 edges of it; \d+ nodes or more are/)]);
  expect(await readFile(out, 'utf8')).toContain(notes[0]);
  const { stdout } = await draw('--limit', '3', '--relations', 'wrote', '--out', at('few.svg'));
  expect(stdout).toContain('3 nodes and');
  for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80);
});

it.each([
  ['INVALID_OPTION', ['--out', '{new.jpg}']],
  ['INVALID_OPTION', ['--out', '{new.svg}', '--width', '300']],
  ['FILE_NOT_FOUND', ['--out', '{new.png}', '--font', '/no/such.ttf']],
  ['INVALID_OPTION', ['--out', '{new.svg}', '--around', 'a3']],
  ['INVALID_OPTION', ['--out', '{new.svg}', '--names', 'name']],
  ['INVALID_OPTION', ['--out', '{new.svg}', '--limit', '0']],
  ['INDEX_OUT_OF_RANGE', ['--out', '{new.svg}', '--around', 'author:b3']],
  ['UNKNOWN_TYPE', ['--out', '{new.svg}', '--relations', 'wrote,read']],
  ['TARGET_EXISTS', ['--out', '{taken.svg}']],
])('%s for %j', async (expected, args) => {
  await writeFile(at('taken.svg'), '');
  const { code, stderr } = await draw(...args.map((arg) => arg.replace(/^\{(.*)\}$/, (_, path) => at(path))), '--json');
  expect([code, JSON.parse(stderr).error.code]).toEqual([expected === 'INVALID_OPTION' ? 2 : 1, expected]);
});
