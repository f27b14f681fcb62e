import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnionFind } from '../../src/core/index.js';

it('joins sets, and says whether there were two', () => {
  const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
  fc.assert(
    fc.property(pairs, (given) => {
      const sets = new UnionFind(10);
      let slow = Array.from({ length: 10 }, (_, n) => n);
      for (const [m, n] of given) {
        expect(sets.join(m, n)).toBe(slow[m] !== slow[n]);
        slow = slow.map((set) => (set === slow[m] ? slow[n]! : set));
      }
      const { of, sizes } = sets.sets();
      const distinct = [...new Set(slow)];
      expect([...of]).toEqual(slow.map((set) => distinct.indexOf(set)));
      expect([...sizes]).toEqual(distinct.map((set) => slow.filter((each) => each === set).length));
    }),
  );
});
