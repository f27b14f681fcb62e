import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantedMeasurements } from '../ranking/planted.js';
import { cli } from './cli.js';

let root: string;
const planted = plantedMeasurements(12, 80, 0.4, 1);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-rank-'));
  const { contestant, task, value, better } = planted.measurements;
  const rows = contestant.map((who, row) => {
    const sign = (better as Record<string, string>)[String(task[row])] === 'smaller' ? -1 : 1;
    return [who, task[row], sign * value[row]!];
  });
  const lines = (head: string, all: readonly (readonly unknown[])[]) =>
    [head, ...all.map((row) => row.join(','))].join('\n');
  await writeFile(join(root, 'scores.csv'), lines('contestant,task,value', [...rows, ['m0', 't0', '']]));
  await writeFile(join(root, 'games.csv'), 'winner,loser,tie\n007,7,\n7,007,\n007,7,\nx,y,yes\n');
  await mkdir(join(root, 'graph/edges'), { recursive: true });
  await writeFile(join(root, 'graph/edges/model.scored.task.csv'), lines('source,target,accuracy', rows));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a table of measurements to a table of ranks, and a file', { timeout: 120_000 }, async () => {
  const out = join(root, 'ranks.csv');
  const { code, stdout, stderr } = await cli(['rank', '--data', join(root, 'scores.csv'), '--out', out]);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^By plackett-luce: strength is log strength, mean 0; 95 % intervals by sandwich\./);
  expect(stdout).toMatch(/^rank +contestant +strength +from +to +ranks +tasks$/m);
  expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('written to'))).toEqual([]);
  expect(stderr).toContain('as 80 partial rankings');
  expect(stderr).toContain('1 value is missing');
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('contestant,rank,strength,low,high,bestRank,worstRank,numTasks,group');
  expect(lines).toHaveLength(13);
});

test('edges of a graph are ranked as the same table is', { timeout: 120_000 }, async () => {
  const table = JSON.parse((await cli(['rank', '--data', join(root, 'scores.csv'), '--json'])).stdout);
  const { code, stdout, stderr } = await cli(['rank', '--data', join(root, 'graph'), '--relation', 'scored', '--json']);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout).contestants).toEqual(table.contestants);
});

test('groups that were not compared are named, and ids stay texts', { timeout: 120_000 }, async () => {
  const data = join(root, 'games.csv');
  const refused = JSON.parse((await cli(['rank', '--data', data, '--json'])).stderr).error;
  expect(refused.code).toBe('NOT_COMPARABLE');
  expect(refused.message).toContain('{007, 7}; {x, y}');
  const { stdout } = await cli(['rank', '--data', data, '--separate', '--method', 'borda', '--json']);
  const { contestants, numGroups } = JSON.parse(stdout);
  expect(numGroups).toBe(2);
  expect(contestants.map(({ contestant }: { contestant: string }) => contestant)).toEqual(['007', '7', 'x', 'y']);
});

test('what cannot be is refused', { timeout: 120_000 }, async () => {
  const codeOf = async (...args: string[]) => JSON.parse((await cli(['rank', ...args, '--json'])).stderr).error.code;
  const scores = join(root, 'scores.csv');
  expect(await codeOf('--data', join(root, 'nothing.csv'))).toBe('FILE_NOT_FOUND');
  expect(await codeOf('--data', scores, '--value', 'score')).toBe('UNKNOWN_COLUMN');
  expect(await codeOf('--data', scores, '--value', 'task')).toBe('WRONG_DTYPE');
  expect(await codeOf('--data', scores, '--relation', 'scored')).toBe('INVALID_OPTION');
  expect(await codeOf('--data', scores, '--order', 'given')).toBe('INVALID_OPTION');
});
