import { expect, it } from 'vitest';
import * as influence from '../../../src/influence/index.js';
import { networkFromEdges } from '../../../src/influence/index.js';
import { Invitees } from '../../../src/influence/invite/invitees.js';

const edges = { numNodes: 4, source: Int32Array.of(0, 1, 2), target: Int32Array.of(1, 2, 3) };
const network = networkFromEdges(edges);
const log = { user: [0, 1], action: [0, 0], time: [0, 1] };
const lists = new Invitees(
  { method: 'degree', k: 1, numNodes: 4, sets: 0 },
  new Int32Array(0),
  [] as never,
  undefined as never,
);

/** Options that are asked for nearly right, by function: what is wrong of them. */
const calls: [string, string, () => unknown][] = [
  ['opimC', 'epsilonn', () => influence.opimC(network, { k: 1, epsilonn: 0.2 } as never)],
  ['opimC', 'refine', () => influence.opimC(network, { k: 1, refine: 'no' } as never)],
  ['hist', 'wrth', () => influence.hist(network, { k: 1, wrth: 0.2 } as never)],
  ['hist', 'worth', () => influence.hist(network, { k: 1, worth: Number.NaN })],
  ['imm', 'repair', () => influence.imm(network, { k: 1, repair: 'enlarg' } as never)],
  ['constrainedInfluence', 'quota', () => influence.constrainedInfluence(network, { k: 1, quota: {} } as never)],
  ['seedsForSpread', 'cost', () => influence.seedsForSpread(network, { spread: 1, cost: [1] } as never)],
  ['campaignInfluence', 'goal', () => influence.campaignInfluence([{ network, k: 1 }], { goal: 'min' } as never)],
  ['campaignInfluence', 'K', () => influence.campaignInfluence([{ network, k: 1, K: 2 } as never])],
  ['evaluateSeeds', 'set', () => influence.evaluateSeeds(network, [0], { set: 10 } as never)],
  ['estimateSpread', 'maxsets', () => influence.estimateSpread(network, [0], { maxsets: 10 } as never)],
  ['simulateSpread', 'run', () => influence.simulateSpread(network, [0], { run: 10 } as never)],
  ['simulateSpread', 'seed', () => influence.simulateSpread(network, [0], { seed: 'one' } as never)],
  ['celf', 'oracle', () => influence.celf(network, { k: 1, oracle: 'exakt' } as never)],
  ['blockSpread', 'source', () => influence.blockSpread(network, { k: 1, sources: [0], source: [0] } as never)],
  ['explain', 'sets', () => influence.explain(network, [0], { sets: 10 } as never)],
  ['degreeSeeds', 'exclude', () => influence.degreeSeeds(network, { k: 1, exclude: [0] } as never)],
  ['singleDiscountSeeds', 'exclude', () => influence.singleDiscountSeeds(network, { k: 1, exclude: [0] } as never)],
  ['degreeDiscountSeeds', 'exclude', () => influence.degreeDiscountSeeds(network, { k: 1, exclude: [0] } as never)],
  ['pageRankSeeds', 'dampening', () => influence.pageRankSeeds(network, { k: 1, dampening: 0.9 } as never)],
  ['OnlineInfluence', 'candidate', () => new influence.OnlineInfluence(network, { k: 1, candidate: [0] } as never)],
  [
    'advance',
    'seconds',
    () => new influence.OnlineInfluence(network, { k: 1 }).advance({ sets: 2, seconds: 1 } as never),
  ],
  ['exactSpread', 'weight', () => influence.exactSpread(network, [0], { weight: [1] } as never)],
  ['learnProbabilities', 'windows', () => influence.learnProbabilities(edges, log as never, { windows: 1 } as never)],
  ['recommendInvitees', 'capacty', () => influence.recommendInvitees(edges, 'all', 1, { capacty: 3 } as never)],
  ['inviteMetrics', 'K', () => influence.inviteMetrics(lists, edges, { K: [1] } as never)],
  [
    'networkFromEdges',
    'dealy',
    () => networkFromEdges(edges, { name: '', kind: 'degree', factor: 1, dealy: 2 } as never),
  ],
  ['networkFromEdges', 'model', () => networkFromEdges(edges, undefined, 'ci' as never)],
  [
    'countsToProbabilities',
    'rule',
    () => influence.countsToProbabilities(edges, [1, 1, 1], { rule: 'share-of-targets' } as never),
  ],
  ['countsToProbabilities', '', () => influence.countsToProbabilities(edges, [1, 1, 1], undefined as never)],
  ['maximiseInfluence', 'target', () => influence.maximiseInfluence(network, { k: 1, target: {} } as never)],
  ['maximiseInfluence', '', () => influence.maximiseInfluence(network, undefined as never)],
  ['opimC', '', () => influence.opimC(network, undefined as never)],
  ['minimiseSeeds', 'k', () => influence.minimiseSeeds(network, { spread: 1, k: 2 } as never)],
];

it.each(calls)('%s refuses %s', async (_, column, call) => {
  const refused = async () => await call();
  await expect(refused()).rejects.toMatchObject({ code: 'INVALID_OPTION', location: { column } });
});

it.each(influence.algorithmNames)('%s takes all that a question of maximiseInfluence may hold', async (algorithm) => {
  const result = await influence.maximiseInfluence(network, {
    ...{ k: 1, epsilon: 0.3, delta: 0.1, seed: 2, algorithm },
    ...(algorithm === 'online' && { sets: 400 }),
    candidates: [0, 1, 2],
    exclude: [1],
    alreadySeeded: [3],
    targets: { node: { weight: [1, 2, 3, 4] } },
    onProgress: () => undefined,
    onAnswer: () => undefined,
    signal: new AbortController().signal,
  });
  expect(result.seeds).toHaveLength(1);
});
