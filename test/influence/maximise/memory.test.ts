import { expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { powerLawGraph } from '../../../src/graph/index.js';
import type { AlgorithmName } from '../../../src/influence/maximise/algorithms.js';
import { maximiseInfluence } from '../../../src/influence/maximise/maximise-influence.js';
import { minimiseSeeds } from '../../../src/influence/maximise/minimise-seeds.js';
import { diffusionNetwork } from '../../../src/influence/network/diffusion-network.js';
import type { DiffusionOptions } from '../../../src/influence/network/diffusion-options.js';

const graph = powerLawGraph({ numNodes: 3000, numEdges: 20_000, seed: 3 });
const used = () => getPool().arena.stats().used;

const diffusions: [string, DiffusionOptions][] = [
  ['weighted cascade', {}],
  ['a constant probability', { model: 'ic', probability: 0.01 }],
  ['probabilities of edges', { model: 'trivalency' }],
  ['linear threshold of own weights', { model: 'lt', weight: (edge) => 1 + (edge % 3), normalisation: 'toOne' }],
  ['acceptance, without parallel edges', { acceptance: { node: 0.7 }, simple: true }],
];

it.each(diffusions)(
  '%s: every query gives back the memory of its network, without garbage collection',
  async (_, diffusion) => {
    const before = used();
    const targets = { node: { weight: Array.from({ length: 3000 }, (_, v) => 1 + (v % 4)) } };
    const algorithms: AlgorithmName[] = ['opim-c', 'hist', 'online', 'degree'];
    for (const algorithm of algorithms) {
      await maximiseInfluence(graph, { k: 3, epsilon: 0.3, diffusion, targets, algorithm });
      expect(used()).toBe(before);
    }
    await minimiseSeeds(graph, { spread: 5, diffusion });
    expect(used()).toBe(before);
  },
);

it('a query that is aborted, or refused, gives it back as well', async () => {
  const before = used();
  await expect(maximiseInfluence(graph, { k: 5000 })).rejects.toMatchObject({ code: 'TOO_FEW_CANDIDATES' });
  const signal = AbortSignal.timeout(60);
  await expect(maximiseInfluence(graph, { k: 3, epsilon: 1e-4, delta: 1e-9, signal }))
    .resolves.toBeDefined()
    .catch(() => undefined);
  expect(used()).toBe(before);
});

it('a network that is given stays as it is', async () => {
  const network = await diffusionNetwork(graph);
  const targets = { node: { weight: Array.from({ length: 3000 }, (_, v) => 1 + (v % 4)) } };
  const first = await maximiseInfluence(network, { k: 3 });
  const kept = used();
  await maximiseInfluence(network, { k: 3, targets });
  const second = await maximiseInfluence(network, { k: 3 });
  expect(used()).toBe(kept);
  expect(second.seeds).toEqual(first.seeds);
});
