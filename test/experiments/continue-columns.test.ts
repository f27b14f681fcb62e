import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { trainExperiment } from '../../src/experiments/index.js';
import { GraphBuilder } from '../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-continue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 60 }, (_, i) => i);

function clinic(sizes = rows) {
  return new GraphBuilder()
    .addNodes('patient', {
      back: rows.map((i) => (i % 3 ? 'no' : 'yes')),
      size: sizes,
      region: rows.map((i) => ['north', 'south'][i % 2]!),
      tags: rows.map((i) => ['a|b', 'b', 'c|a'][i % 3]!),
    })
    .build();
}

it('a run of plain columns of several kinds is continued by the same call, and refused for other columns', async () => {
  const options = { target: 'patient.back', model: 'ridge', baselines: false, cache: false } as const;
  const out = join(folder, 'run');
  const first = await trainExperiment({ ...options, graph: clinic(), identityWidth: 2, out });
  const again = await trainExperiment({ ...options, graph: clinic(), identityWidth: 2, out });
  expect(again.predictions.logits).toEqual(first.predictions.logits);
  first.dispose();
  again.dispose();
  await expect(
    trainExperiment({ ...options, graph: clinic(rows.map((i) => i ** 2)), identityWidth: 2, out }),
  ).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
});
