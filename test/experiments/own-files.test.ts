import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { HeteroGraphError } from '../../src/core/index.js';
import { nodeTask } from '../../src/experiments/data/node-task.js';
import { openData } from '../../src/experiments/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-hgb-split-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('files of the HGB train on label.dat and test on label.dat.test', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => i);
  const label = (row: number) => `${row}\tn${row}\t0\t${row % 2}\n`;
  const files = {
    'node.dat': rows.map((row) => `${row}\tn${row}\t0\t${row},1\n`).join(''),
    'link.dat': rows.map((row) => `${row}\t${(row + 1) % 30}\t0\t1.0\n`).join(''),
    'label.dat': rows.slice(0, 20).map(label).join(''),
    'label.dat.test': rows.slice(20).map(label).join(''),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const task = nodeTask(await openData({ data: folder, format: 'hgb' }), undefined);
  for (const seed of [0, 1]) {
    const { train, valid, test } = task.split(seed);
    expect([...test]).toEqual(rows.slice(20));
    expect([...train, ...valid].sort((a, b) => a - b)).toEqual(rows.slice(0, 20));
    expect(valid.length).toBe(4);
  }
  expect(task.split(0).valid).not.toEqual(task.split(1).valid);
});

it('the header of a table is read with the delimiter that the reader finds', async () => {
  const data = join(folder, 'tables');
  mkdirSync(join(data, 'nodes'), { recursive: true });
  writeFileSync(join(data, 'nodes', 'n.csv'), '\r\n"a, b, c";id;class\r\nx;7;y\r\nx;8;z\r\n');
  const { graph } = await openData({ data, target: 'n.class' });
  expect([graph.ids('n').indexOf(8), graph.labels('n')?.numClasses]).toEqual([1, 2]);
});

it('a folder in no known layout is told the layout that would do', async () => {
  mkdirSync(join(folder, 'none'));
  const error = await openData({ data: join(folder, 'none') }).catch((cause: HeteroGraphError) => cause);
  expect(error).toMatchObject({ code: 'UNKNOWN_FORMAT', hint: expect.stringContaining('customers.csv') });
});
