import { expect, it } from 'vitest';
import { inOrder } from '../../bench/anomaly/in-order.mjs';

it('codes numbers by size and texts by their characters', () => {
  expect(inOrder(['10', '9', '100', '9', '-1'])).toEqual(['-1', '9', '10', '100']);
  expect(inOrder(['10', '9', 'none', '9'])).toEqual(['10', '9', 'none']);
  expect(inOrder(['10', '', '9'])).toEqual(['', '10', '9']);
});
