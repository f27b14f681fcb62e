import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NodeHeap } from '../../../src/analytics/paths/node-heap.js';

test('nodes come off in the order of their keys, also of keys made smaller and after clear', () => {
  const step = fc.record({
    node: fc.nat(19),
    key: fc.integer({ min: 0, max: 30 }),
    pops: fc.nat(2),
    clear: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const heap = new NodeHeap(20);
      const keys = new Map<number, number>();
      const pop = () => {
        const least = Math.min(...keys.values());
        expect(heap.smallestKey).toBe(least);
        const node = heap.pop();
        expect(keys.get(node)).toBe(least);
        keys.delete(node);
      };
      for (const { node, key, pops, clear } of steps) {
        if (key <= (keys.get(node) ?? key)) {
          heap.push(node, key);
          keys.set(node, key);
        }
        for (let i = 0; i < pops && keys.size > 0; i++) pop();
        if (clear === 0) {
          heap.clear();
          keys.clear();
        }
        expect(heap.size).toBe(keys.size);
      }
      while (keys.size > 0) pop();
    }),
    { numRuns: 500 },
  );
});
