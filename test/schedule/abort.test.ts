import { expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { arenaBlocks, CostModel, execute, type Pipeline, SpillStore } from '../../src/schedule/index.js';
import type { Work } from '../../src/schedule/internal.js';

it('hears a signal that a timer aborts while many operators are planned', async () => {
  const controller = new AbortController();
  let asked = 0;
  let hasRun = false;
  class SlowCosts extends CostModel {
    override predict(device: string, work: Work): number {
      if (asked++ === 0) setTimeout(() => controller.abort(), 0);
      const end = performance.now() + 1;
      while (performance.now() < end);
      return super.predict(device, work);
    }
  }
  const run = () => {
    hasRun = true;
  };
  const operators = Array.from({ length: 600 }, (_, i) => ({
    ...{ name: `${i}`, kind: 'add', flops: 1, bytes: 1, writes: ['x'], run },
  }));
  const pipeline: Pipeline = { operators, tensors: [{ name: 'x', length: 1 }], results: ['x'] };
  const store = new SpillStore({ blocks: arenaBlocks(getPool().arena) });
  const given = execute(pipeline, { costs: new SlowCosts(), store, signal: controller.signal });
  await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
  await store.dispose();
  expect(asked).toBeLessThan(operators.length);
  expect(hasRun).toBe(false);
});
