import { expect, it } from 'vitest';
import { similarId } from '../../../src/graph/ids/similar-id.js';
import { interactionsFrom } from '../../../src/recommend/index.js';

const ids = ['ann', 'Bo  Lee', '007', 12, ' cy', 'ANN', 'a0', '0'];
const { users } = interactionsFrom({ users: ids, items: ids.map(() => 'tea') });

it.each<[string | number | bigint, string | number | undefined]>([
  [' Ann', 'ANN'],
  ['bo lee', 'Bo  Lee'],
  [7, '007'],
  ['07', '007'],
  [7n, '007'],
  ['0012', 12],
  ['CY', ' cy'],
  ['ａｎｎ', 'ANN'],
  ['a', undefined],
  ['00', 0],
  ['dee', undefined],
  ['', undefined],
])('%s', (id, similar) => {
  expect(similarId(users, id)).toBe(similar);
});

it('looks at long digits once, and at no index of very many ids', () => {
  expect(similarId(users, `${'0'.repeat(200_000)}x`)).toBe(undefined);
  const many = Array.from({ length: 100_001 }, (_, i) => i + 1);
  const { users: all } = interactionsFrom({ users: many, items: many.map(() => 'tea') });
  expect(similarId(all, '007')).toBe(undefined);
});
