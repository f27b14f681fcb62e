import { expect, it } from 'vitest';
import { networkFromEdges, simulateSpread } from '../../../src/influence/index.js';

it('the standard error is that of the mean: by the variance of one coin per run', async () => {
  // Node 0 counts 3; node 1 counts 5 and is reached with p = 0.3: a run gives 3 or 8.
  const p = 0.3;
  const edges = { numNodes: 2, source: Int32Array.of(0), target: Int32Array.of(1) };
  const network = networkFromEdges(edges, { name: 'e', kind: 'constant', probability: p });
  for (const runs of [50, 2000]) {
    const { mean, standardError, low, high } = await simulateSpread(network, [0], { runs, weights: [3, 5], seed: 4 });
    const share = (mean - 3) / 5;
    // The sample variance of a coin that fell so often, over n - 1.
    expect(standardError).toBeCloseTo(5 * Math.sqrt((share * (1 - share)) / (runs - 1)), 9);
    expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / runs));
    expect([low, high]).toEqual([mean - 1.96 * standardError, mean + 1.96 * standardError]);
  }
});
