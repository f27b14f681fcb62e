import { expect, test } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { estimateRpHgnn, precomputeRpHgnn } from '../../src/propagation/index.js';
import { citations } from './graphs.js';

test.each([1, 2, 4])('the estimate for %i hops has the right shapes, and bounds the memory closely', async (hops) => {
  const graph = citations(3000);
  for (const target of ['paper', 'author']) {
    const options = { target, hops, useInput: hops === 2, embeddingWidth: 64 };
    const estimate = estimateRpHgnn(graph, options);
    const { arena } = getPool();
    const before = arena.stats();
    arena.resetPeak();
    const result = await precomputeRpHgnn(graph, { ...options, seed: 1 });
    expect(result.groups.map(({ name, hops, width }) => ({ name, hops, width }))).toEqual(
      estimate.groups.map(({ name, hops, width }) => ({ name, hops, width })),
    );
    const bytes = result.groups.reduce((sum, { values }) => sum + values.byteLength, 0);
    expect(estimate.resultBytes).toBeGreaterThanOrEqual(bytes);
    expect(estimate.resultBytes).toBeLessThan(bytes * 1.01 + 1024);
    const peak = arena.stats().peak - before.used;
    expect(peak).toBeLessThanOrEqual(estimate.peakBytes);
    expect(estimate.peakBytes).toBeLessThan(peak * 1.25);
    const held = getPool().arena.stats().used - before.used;
    expect(held).toBeLessThanOrEqual(estimate.resultBytes);
    result.dispose();
    expect(arena.stats().used).toBe(before.used);
  }
});

test('what can never fit is refused before any work', async () => {
  const graph = citations(3000);
  const work: string[] = [];
  const wanted = {
    target: 'paper',
    hops: 500,
    embeddingWidth: 4096,
    seed: 1,
    onProgress: ({ stage }: { stage: string }) => work.push(stage),
  };
  await expect(precomputeRpHgnn(graph, wanted)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  expect(work).toEqual([]);
});
