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
const written = async (ending: string, list = applied) => {
  const path = join(root, `list.${ending}`);
  await writeList(path, list);
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

it('classes of a list have a column each beside the likeliest and its probability, whatever the format', async () => {
  const list: AppliedForecast = {
    ...{ ...applied, kind: 'classes', classes: ['no', 'yes, later', '1'], predicted: ['yes, later', 'no', '1'] },
    ...{
      values: Float64Array.of(0.7, 0.5, 0.4),
      probabilities: Float64Array.of(0.1, 0.7, 0.2, 0.5, 0.2, 0.3, 0.3, 0.3, 0.4),
    },
  };
  const heads = ['node', 'class', 'probability', 'probability of no', 'probability of yes, later', 'probability of 1'];
  const rows = [
    ['a', 'yes, later', 0.7, 0.1, 0.7, 0.2],
    ['b', 'no', 0.5, 0.5, 0.2, 0.3],
    ['c', '1', 0.4, 0.3, 0.3, 0.4],
  ];
  const quoted = (cell: string | number) => (String(cell).includes(',') ? `"${cell}"` : cell);
  const csv = [heads, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
  expect(String(await written('csv', list))).toBe(csv);
  const lines = String(await written('jsonl', list))
    .trim()
    .split('\n');
  expect(lines.map((line) => Object.entries(JSON.parse(line)))).toEqual(
    rows.map((row) => row.map((cell, i) => [heads[i], cell])),
  );
  const table = tableFromIPC(await written('arrow', list));
  expect(table.schema.fields.map(({ name }) => name)).toEqual(heads);
  expect(table.toArray().map((row) => Object.values(row.toJSON()))).toEqual(rows);
});
