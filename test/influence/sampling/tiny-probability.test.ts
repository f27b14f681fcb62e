import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import { estimateSpread } from '../../../src/influence/algorithms/estimate-spread.js';
import { opimC } from '../../../src/influence/algorithms/opim-c.js';
import { maximiseInfluence } from '../../../src/influence/maximise/maximise-influence.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { NetworkRule } from '../../../src/influence/network/network.js';
import { uniformRoots } from '../../../src/influence/network/roots.js';
import { PlainSampler } from '../../../src/influence/sampling/plain-sampler.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { exactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { simulateSpread } from '../../../src/influence/simulation/simulate-spread.js';

const n = 12;
const source = Int32Array.from({ length: n - 1 }, (_, v) => v);
const target = Int32Array.from({ length: n - 1 }, (_, v) => v + 1);
const tiny = [5e-324, 1e-300, 5e-17, 1.1e-16, 1e-12, 3e-10];
const rules: [string, NetworkRule][] = tiny.flatMap((p) => [
  [`a constant probability of ${p}`, { name: '', kind: 'constant', probability: p }],
  [`a factor of ${p} by the degree of the block`, { name: '', kind: 'degree', factor: p }],
  [`a factor of ${p} by the degree of the node`, { name: '', kind: 'degree', factor: p, base: 'node' }],
]);

describe.each(rules)('%s', (_, rule) => {
  const network = networkFromEdges({ numNodes: n, source, target }, rule);

  it('samples, simulates and reckons as if it were 0', async () => {
    const sets = new RrSets(network, uniformRoots(n), { seed: 1, pool: 'tiny' });
    await sets.grow(500);
    expect(sets.numMembers).toBe(500);
    sets.dispose();
    const plain = new PlainSampler(network, uniformRoots(n), { seed: 1, pool: 'tiny' });
    for (let i = 0; i < 500; i++) expect(plain.sample(i).nodes).toHaveLength(1);
    expect((await simulateSpread(network, [0, 3], { runs: 200 })).mean).toBe(2);
    expect(exactSpread(network, [0, 3])).toBe(2);
  });

  it('answers', async () => {
    expect((await opimC(network, { k: 2, epsilon: 0.3 })).spread).toBeCloseTo(2, 0);
    expect((await estimateSpread(network, [0], { epsilon: 0.3, delta: 0.1 })).spread).toBeGreaterThanOrEqual(1);
  });
});

it('a graph with a probability that is next to none has its answer at once', async () => {
  const graph = new GraphBuilder()
    .addNodes('node', n)
    .addEdges(['node', 'edge', 'node'], { source, target }, { endpoints: 'index' })
    .build();
  const result = await maximiseInfluence(graph, { k: 2, diffusion: { model: 'ic', probability: 1e-17 } });
  expect(result.spread).toBe(2);
  expect(result.certificate.sets).toBe(0);
});
