import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { learnerNamed } from '../../../src/relational/forecast/learners.js';
import { fitForecast, openForecast, queryTask, saveForecast } from '../../../src/relational/index.js';
import type { Forecaster } from '../../../src/relational/learners/types.js';
import { ASK, shop } from './shop.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-disposed-'));
  const database = shop();
  const options = { learners: ['linear'], features: { maxFeatures: 20 } };
  await saveForecast(await fitForecast(database, await queryTask(database, ASK), options), join(root, 'kept'));
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

it('a forecast that cannot be opened to the end leaves nothing behind', async () => {
  const reads: Forecaster['reads'] = [
    { name: 'x', path: 'x', kind: 'number', focus: [], value: { ups: ['nowhere'] }, measure: { what: 'value' } },
  ];
  for (const failing of ['global', 'last']) {
    for (const isMade of [false, true]) {
      const numDisposed: number[] = [];
      for (const name of ['linear', 'global', 'entity', 'last']) {
        vi.spyOn(learnerNamed(name)!, 'restore').mockImplementation(() => {
          if (name === failing && !isMade) throw new Error('no more');
          const at = numDisposed.push(0) - 1;
          return {
            ...{ predict: async () => new Float64Array(), state: async () => ({}) },
            dispose: () => void numDisposed[at]!++,
            ...(name === failing ? { reads } : {}),
          };
        });
      }
      await expect(openForecast(join(root, 'kept'))).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      const numMade = (failing === 'global' ? 1 : 3) + Number(isMade);
      expect(numDisposed).toEqual(new Array(numMade).fill(1));
      vi.restoreAllMocks();
    }
  }
});
