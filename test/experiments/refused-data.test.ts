import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { initFolder, trainExperiment } from '../../src/experiments/index.js';
import { GraphBuilder } from '../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-refused-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a folder without rows gets no mapping', async () => {
  writeFileSync(join(folder, 'things.csv'), 'id,name\n');
  await expect(initFolder(folder)).rejects.toMatchObject({ code: 'NO_ROWS', location: { file: folder } });
  expect(readdirSync(folder)).toEqual(['things.csv']);
});

it.each([
  ['no value at all', () => null, /No row has a value/],
  ['two rows of every class', (i: number) => `class ${i >> 1}`, /none is left for "(valid|test)"/],
])('a target of %s is refused with the reason', async (_, cellOf, reason) => {
  const rows = Array.from({ length: 40 }, (__, i) => i);
  const y = rows.map(cellOf);
  const columns = { y: { type: 'utf8', nullable: true } } as const;
  const graph = new GraphBuilder().addNodes('x', { y, size: rows }, { columns }).build();
  const training = trainExperiment({ graph, target: 'x.y', model: 'ridge', baselines: false, cache: false });
  await expect(training).rejects.toMatchObject({
    code: 'NO_ROWS',
    location: { type: 'x', column: 'y' },
    message: expect.stringMatching(reason),
  });
});
