import { expect, it } from 'vitest';
import { constrainedInfluence } from '../../../src/influence/algorithms/constrained-influence.js';
import { seedsForSpread } from '../../../src/influence/algorithms/seeds-for-spread.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';

const numNodes = 120;
const edges = {
  numNodes,
  source: Int32Array.from({ length: 4 * numNodes }, (_, e) => e % numNodes),
  target: Int32Array.from({ length: 4 * numNodes }, (_, e) => (7 * e + 1) % numNodes),
};

/** Costs of 1, the first 100 of which take a millisecond to read once sets were drawn; the first one queues an abort for the event loop. */
function slowCosts() {
  const controller = new AbortController();
  let [drawn, slow] = [false, 0];
  const costs = new Proxy(new Array<number>(numNodes).fill(1), {
    get(target, key) {
      if (!drawn || typeof key === 'symbol' || !/^\d/.test(key)) return Reflect.get(target, key);
      if (slow >= 100) return 1;
      // Queued before that of the next pause, so that the first pause hears it however fast the rest is.
      if (slow++ === 0) setImmediate(() => controller.abort());
      const end = performance.now() + 1;
      while (performance.now() < end);
      return 1;
    },
  });
  const { signal } = controller;
  const onProgress = () => {
    drawn = true;
  };
  return { costs, signal, onProgress };
}

it('hears a signal that the event loop aborts while seeds within a budget are chosen', async () => {
  const network = networkFromEdges(edges);
  let answers = 0;
  const onAnswer = () => {
    answers++;
  };
  const given = constrainedInfluence(network, { ...slowCosts(), budget: 20, maxSets: 4096, seed: 1, onAnswer });
  await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
  expect(answers).toBe(0);
});

it('hears a signal that the event loop aborts while seeds for a spread are ordered', async () => {
  const network = networkFromEdges(edges);
  const { onProgress, ...slow } = slowCosts();
  const rounds: number[] = [];
  const follow = ({ stage, done }: { readonly stage: string; readonly done: number }) => {
    if (stage === 'rounds') rounds.push(done);
    onProgress();
  };
  const given = seedsForSpread(network, { ...slow, spread: 40, maxSets: 4096, seed: 1, onProgress: follow });
  await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
  expect(rounds).toEqual([]);
});
