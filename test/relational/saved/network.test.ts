import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  applyForecast,
  fitForecast,
  keptForecast,
  openForecast,
  queryTask,
  saveForecast,
} from '../../../src/relational/index.js';
import { ASK, shop } from './shop.js';

it('a network is kept, made again of a grown database, and refused where what it reads is missing', async () => {
  const root = await mkdtemp(join(tmpdir(), 'heterograph-network-'));
  try {
    const database = shop();
    const stages: string[] = [];
    const onProgress = ({ stage }: { readonly stage: string }) => void stages.push(stage);
    const fitted = await fitForecast(database, await queryTask(database, ASK), { learners: ['network'], onProgress });
    // Of the validation rows and of the test.
    expect(stages.filter((stage, i) => stage === 'predict' && stages[i - 1] !== 'predict').length).toBe(2);
    const { test, valid } = fitted.scores.find(({ name }) => name === 'network')!;
    expect(test.rocAuc!.value).toBeGreaterThan(0.8);
    expect(valid.rocAuc!.value).toBeGreaterThan(0.8);
    expect(fitted.kept.name).toBe('network');
    await saveForecast(fitted, join(root, 'kept'));
    const opened = await openForecast(join(root, 'kept'));
    expect(keptForecast(fitted).parts.map(({ plan }) => plan)).toEqual(opened.parts.map(({ plan }) => plan));
    expect(await applyForecast(opened, shop({ days: 500, customers: 26 }), { at: 480 * 86_400 })).toEqual(
      await applyForecast(fitted, shop({ days: 500, customers: 26 }), { at: 480 * 86_400 }),
    );
    stages.length = 0;
    await applyForecast(opened, database, { onProgress });
    expect(stages).toContain('predict');
    const without = shop({ orderColumns: (columns) => columns.filter(({ name }) => name !== 'returned') });
    await expect(applyForecast(opened, without)).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringContaining('order.returned'),
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}, 120_000);
