import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankByCoverage } from '../../../src/influence/invite/rank-by-coverage.js';
import { selectGreedyReference } from '../coverage/select-greedy-reference.js';
import { setsFromLists } from '../sets-from-lists.js';

it('ranks all candidates as the reference does', () => {
  const shapes = fc.integer({ min: 1, max: 12 }).chain((numNodes) =>
    fc.record({
      numNodes: fc.constant(numNodes),
      sets: fc.array(fc.uniqueArray(fc.nat(numNodes - 1)), { maxLength: 30 }),
      candidates: fc.uint8Array({ min: 0, max: 1, minLength: numNodes, maxLength: numNodes }),
    }),
  );
  fc.assert(
    fc.property(shapes, ({ numNodes, sets, candidates }) => {
      const view = setsFromLists(sets);
      const { seeds, gains } = rankByCoverage(view, numNodes, candidates);
      const wanted = selectGreedyReference(view, numNodes, numNodes, { candidates });
      expect([...seeds]).toEqual([...wanted.seeds]);
      expect([...gains]).toEqual([...wanted.gains]);
    }),
    { numRuns: 500 },
  );
});
