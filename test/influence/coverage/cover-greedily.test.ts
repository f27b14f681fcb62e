import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOneGo } from '../../../src/core/index.js';
import { coverGreedily } from '../../../src/influence/coverage/cover-greedily.js';
import { CoverState, indexSets } from '../../../src/influence/coverage/cover-state.js';
import { setsFromLists } from '../sets-from-lists.js';
import { selectGreedyReference } from './select-greedy-reference.js';

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
      const { seeds, gains } = inOneGo(
        coverGreedily(new CoverState(inOneGo(indexSets(view, numNodes, { candidates })))),
      );
      const wanted = selectGreedyReference(view, numNodes, numNodes, { candidates });
      expect([...seeds]).toEqual([...wanted.seeds]);
      expect([...gains]).toEqual([...wanted.gains]);
    }),
    { numRuns: 500 },
  );
});
