import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Pool } from '../../../src/compute/index.js';
import { Coverage, selectGreedy } from '../../../src/influence/coverage/coverage.js';
import { uniformRoots } from '../../../src/influence/network/roots.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { randomNetwork } from '../random-network.js';
import { setsFromLists } from '../sets-from-lists.js';
import { selectGreedyReference } from './select-greedy-reference.js';

const pools = [1, 2, 3].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

/** Sets of distinct nodes; few nodes in many sets and many in few. */
function setLists(numNodes: number): fc.Arbitrary<number[][]> {
  const node = fc.oneof(fc.nat(Math.min(5, numNodes - 1)), fc.nat(numNodes - 1));
  return fc.array(fc.uniqueArray(node, { maxLength: 12 }), { maxLength: 60 });
}

describe('greedy maximum coverage', () => {
  it('is that of the reference', () => {
    const cases = fc.integer({ min: 1, max: 300 }).chain((numNodes) =>
      fc.record({
        numNodes: fc.constant(numNodes),
        lists: setLists(numNodes),
        k: fc.integer({ min: 0, max: 12 }),
        candidates: fc.option(fc.uint8Array({ minLength: numNodes, maxLength: numNodes, max: 1 }), { nil: undefined }),
        given: fc.option(fc.uniqueArray(fc.nat(numNodes - 1), { maxLength: 3 }), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ numNodes, lists, k, candidates, given }) => {
        const options = { ...(candidates && { candidates }), ...(given && { given: Int32Array.from(given) }) };
        const sets = setsFromLists(lists);
        expect(selectGreedy(sets, numNodes, k, options)).toEqual(selectGreedyReference(sets, numNodes, k, options));
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('takes more nodes in where those left out matter', () => {
    // One hub covers all that 200 others are in; what is left is in nodes of two sets each.
    const others = Array.from({ length: 200 }, (_, i) => [0, 1 + i, 1 + ((i + 1) % 200), 1 + ((i + 2) % 200)]);
    const small = Array.from({ length: 300 }, (_, i) => [300 + (i >> 1)]);
    const sets = setsFromLists([...others, ...others, ...small]);
    const selection = selectGreedy(sets, 500, 4);
    expect(selection).toEqual(selectGreedyReference(sets, 500, 4));
    expect([...selection.seeds]).toEqual([0, 300, 301, 302]);
  });

  it('is the same overlap other work, as sets grow, on any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(randomNetwork(), fc.integer({ min: 1, max: 9 }), fc.nat(9), async (network, k, seed) => {
        const roots = uniformRoots(network.numNodes);
        for (const threads of pools) {
          const sets = new RrSets(network, roots, { seed, pool: 'a', threads });
          const others = new RrSets(network, roots, { seed, pool: 'b', threads });
          const coverage = new Coverage(network.numNodes, threads);
          for (const size of [40, 90, 300]) {
            await sets.grow(size);
            const view = sets.view();
            const pending = coverage.begin(view, sets.numMembers, k);
            await others.grow(size, {}, pending);
            expect(pending.finish()).toEqual(selectGreedyReference(view, network.numNodes, k));
            // Not begun: made in the end.
            expect(coverage.begin(view, 1, k).finish().seeds).toEqual(coverage.select(view, k).seeds);
          }
          const alone = new RrSets(network, roots, { seed, pool: 'b', threads });
          await alone.grow(300);
          expect(others.numMembers).toBe(alone.numMembers);
          for (const held of [sets, others, alone, coverage]) held.dispose();
        }
      }),
      { numRuns: 25, seed: 2 },
    );
  });
});
