import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockEvents } from '../anomaly/planted.js';
import { cli } from './cli.js';

let root: string;
const { table, planted } = blockEvents(1200, 1, 0.02);
const rowsOf = (names: readonly (keyof typeof table)[]) =>
  table.user.map((_, row) => [`e${row}`, ...names.map((name) => table[name][row]!), planted[row] ? 'yes' : 'no']);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-anomalies-'));
  const lines = [['event', 'user', 'host', 'port', 'colour', 'attack'], ...rowsOf(['user', 'host', 'port', 'colour'])];
  await writeFile(join(root, 'events.csv'), lines.map((line) => line.join(',')).join('\n'));
  await writeFile(join(root, 'small.csv'), 'a,b\nx,1\ny,2\n');
  await mkdir(join(root, 'graph/edges'), { recursive: true });
  const edges = table.user.map((user, row) => `${user},${table.host[row]},${1.6e9 + 60 * row}`);
  await writeFile(join(root, 'graph/edges/user.logs.host.csv'), ['source,target,at', ...edges].join('\n'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a file to its odd rows, with reasons, scores and a comparison', { timeout: 120_000 }, async () => {
  const out = join(root, 'scores.csv');
  const data = join(root, 'events.csv');
  const { code, stdout, stderr } = await cli([
    'anomalies',
    '--data',
    data,
    '--label',
    'attack',
    '--out',
    out,
    '--top',
    '3',
  ]);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^By consensus\. 4 of 4 columns are categories/);
  const shown = [...stdout.matchAll(/^row (\d+) {2}score /gm)].map(([, row]) => Number(row));
  expect(shown).toHaveLength(3);
  for (const row of shown) expect(planted[row - 1]).toBe(1);
  expect(stdout).toMatch(/^ {4}(user|host) \S+ with (host|port) \S+$/m);
  expect(stdout).toMatch(/^consensus +(1\.0000|0\.99\d\d) /m);
  expect(stdout).toMatch(/^ape +(1\.0000|0\.99\d\d) /m);
  for (const name of ['frequency', 'pair-frequency', 'isolation-forest', 'ecod', 'copod', 'hbos', 'lof'])
    expect(stdout).toMatch(new RegExp(`^${name} +0\\.`, 'm'));
  expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('scores written'))).toEqual([]);
  expect(stderr).toContain('event is left out');
  expect(stderr).toContain('attack = yes');
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect([lines[0], lines.length]).toEqual(['row,score', 1201]);
  const again = await cli(['anomalies', '--data', data, '--out', out, '--json']);
  expect(JSON.parse(again.stderr).error.code).toBe('TARGET_EXISTS');
});

test('a folder, columns and a detector by name, as JSON', { timeout: 60_000 }, async () => {
  const args = ['anomalies', '--data', root, '--columns', 'user,host', '--detector', 'pair-frequency', '--json'];
  const several = await cli(args);
  expect(JSON.parse(several.stderr).error.code).toBe('AMBIGUOUS');
  const { code, stdout, stderr } = await cli([...args, '--table', 'events', '--top', '2', '--contamination', '0.02']);
  expect(code, stderr).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ detector: 'pair-frequency', numRows: 1200, columns: ['user', 'host'] });
  expect(found.oddest).toHaveLength(2);
  expect(found.threshold).toBeLessThanOrEqual(found.oddest[1].score);
});

test('a comparison without consensus where its columns have too many values', { timeout: 60_000 }, async () => {
  const data = join(root, 'many.csv');
  const lines = Array.from(
    { length: 2000 },
    (_, row) => `n${row % 1500},${row % 7},k${row % 3},${row % 40 ? 'no' : 'yes'}`,
  );
  await writeFile(data, ['name,size,kind,odd', ...lines].join('\n'));
  const args = ['anomalies', '--data', data, '--label', 'odd=yes', '--set', 'epochs=1', '--top', '1'];
  const { code, stdout, stderr } = await cli(args);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/consensus is not compared: the columns have \d+ values together/);
  expect(stdout).not.toMatch(/^consensus/m);
  for (const name of ['ape', 'frequency', 'lof']) expect(stdout).toMatch(new RegExp(`^${name} +0\\.`, 'm'));
  const found = JSON.parse((await cli([...args, '--json'])).stdout);
  expect(found.compared).toHaveLength(8);
  expect(found.remarks).toContainEqual(expect.stringMatching(/^consensus is not compared/));
  const one = await cli(['anomalies', '--data', data, '--columns', 'kind', '--label', 'odd', '--top', '1', '--json']);
  expect(JSON.parse(one.stdout).remarks.filter((text: string) => text.includes('two columns'))).toHaveLength(2);
});

test('edges of a graph by --relations', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await cli([
    ...['anomalies', '--data', join(root, 'graph'), '--relations', 'logs', '--top', '3', '--json'],
  ]);
  expect(code, stderr).toBe(0);
  const out = join(root, 'edge-scores.csv');
  const args = ['--relations', 'logs', '--top', '1', '--contamination', '0.1', '--out', out, '--set', 'epochs=1'];
  const written = await cli(['anomalies', '--data', join(root, 'graph'), ...args]);
  expect(written.stdout).toContain(`written to ${out}`);
  expect(written.stdout).toMatch(/^\d+ of 1200 edges have a score/m);
  const { oddest, numEdges } = JSON.parse(stdout);
  expect(numEdges).toBe(1200);
  for (const { source, target, type } of oddest) {
    expect(type).toEqual(['user', 'logs', 'host']);
    expect(source[1]).not.toBe(target[1]);
  }
});

test('edges of a graph in the order of time', { timeout: 60_000 }, async () => {
  const args = ['anomalies', '--data', join(root, 'graph'), '--relations', 'logs', '--time', 'at', '--bucket', '600'];
  const { code, stdout, stderr } = await cli([...args, '--top', '3']);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^u\S+ logs h\S+ at 2020-09-\d\d \d\d:\d\d:\d\d {2}score /m);
  expect(stdout).toMatch(/^ {4}(never together before|burst of the)/m);
  const { oddest } = JSON.parse((await cli([...args, '--json'])).stdout);
  expect(oddest[0].reasons[0].surprise).toBeGreaterThan(1);
  const refused = await cli([...args, '--detector', 'ape', '--json']);
  expect(JSON.parse(refused.stderr).error.code).toBe('INVALID_OPTION');
});

test('a report of rows, of edges and of edges in time', { timeout: 120_000 }, async () => {
  const page = async (name: string, ...args: string[]) => {
    const report = join(root, `${name}.html`);
    const { code, stdout, stderr } = await cli(['anomalies', ...args, '--top', '3', '--report', report]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`written to ${report}`);
    const again = await cli(['anomalies', ...args, '--report', report, '--json']);
    expect(JSON.parse(again.stderr).error.code).toBe('TARGET_EXISTS');
    const html = await readFile(report, 'utf8');
    for (const title of ['How scores are spread', 'What was used, and why'])
      expect(html).toContain(`<h2>${title}</h2>`);
    expect(html).toContain('<svg');
    return html;
  };
  const detector = ['--detector', 'pair-frequency', '--contamination', '0.02'];
  const asked = ['--label', 'attack', '--categories', 'colour', ...detector];
  const rows = await page('rows', '--data', join(root, 'events.csv'), ...asked);
  expect(rows).toMatch(/<td>row \d+<\/td>/);
  expect(rows).toMatch(/user \S+ with host \S+/);
  for (const part of ['Detectors on held-out rows', 'isolation-forest', 'right of the line', 'asked for'])
    expect(rows).toContain(part);
  for (const used of ['<td>attack</td>', '<td>colour</td>', '<td>seed</td>']) expect(rows).toContain(used);
  const graph = ['--data', join(root, 'graph'), '--relations', 'logs'];
  expect(await page('edges', ...graph)).toContain('<h2>The oddest edges</h2>');
  const timed = await page('timed', ...graph, '--time', 'at', '--bucket', '600');
  expect(timed).toMatch(/never together before|burst of the/);
  expect(timed).toContain('<td>600 s</td>');
  expect(timed).not.toContain('<td>seed</td>');
});

test('what cannot be is refused', { timeout: 60_000 }, async () => {
  const codeOf = async (...args: string[]) =>
    JSON.parse((await cli(['anomalies', ...args, '--json'])).stderr).error.code;
  const small = join(root, 'small.csv');
  expect(await codeOf('--data', join(root, 'nothing.csv'))).toBe('FILE_NOT_FOUND');
  expect(await codeOf('--data', small, '--label', 'c')).toBe('UNKNOWN_COLUMN');
  expect(await codeOf('--data', small, '--label', 'a=z')).toBe('MISSING_LABELS');
  expect(await codeOf('--data', small, '--columns', 'a,c')).toBe('UNKNOWN_COLUMN');
  expect(await codeOf('--data', small, '--bucket', '3600')).toBe('INVALID_OPTION');
  const untimed = await cli([
    'anomalies',
    '--data',
    join(root, 'graph'),
    '--relations',
    'logs',
    '--bucket',
    '60',
    '--json',
  ]);
  expect(JSON.parse(untimed.stderr).error).toMatchObject({
    code: 'MISSING_TIME',
    hint: expect.stringContaining('--time'),
  });
});
