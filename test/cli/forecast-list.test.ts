import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeList } from '../../src/cli/forecast/forecast-list.js';
import type { AppliedForecast } from '../../src/relational/index.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-list-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const exact = [123456789.12, 0.1 + 0.2, -3];
const applied: AppliedForecast = {
  ...{ table: 'customer', kind: 'numbers', at: 0, until: 86_400, rows: Int32Array.of(0, 1, 2), ids: ['a', 'b', 'c'] },
  ...{ values: Float64Array.from(exact), changes: [], remarks: [] },
};
const written = async (ending: string) => {
  const path = join(root, `list.${ending}`);
  await writeList(path, applied);
  return readFile(path);
};

it('numbers of a list are written to the last digit, whatever the format', async () => {
  const csv = String(await written('csv'))
    .trim()
    .split('\n');
  expect(csv).toEqual(['node,forecast', ...exact.map((value, i) => `${applied.ids[i]},${value}`)]);
  const lines = String(await written('jsonl'))
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line).forecast)).toEqual(exact);
  const column = tableFromIPC(await written('arrow')).getChild('forecast')!;
  expect([String(column.type), [...column]]).toEqual(['Float64', exact]);
});
