import { expect, it } from 'vitest';
import { itemIds } from '../../src/cli/recommend/item-ids.js';
import { interactionsFrom } from '../../src/recommend/index.js';

const items = ['Alien', 'Alien, the film', 'Dune', 'Emma', 'Good, Bad, Ugly', ' odd', 'x,y', 'x', 7];
const catalogue = interactionsFrom({ users: items.map(() => 'ann'), items }).items;

it.each<[string, string[], string[]]>([
  ['one', ['Dune'], ['Dune']],
  ['several', ['Dune,Emma'], ['Dune', 'Emma']],
  ['spaces around', ['Dune, Emma ,7'], ['Dune', 'Emma', '7']],
  ['an id with a comma', ['Alien, the film'], ['Alien, the film']],
  [
    'ids with commas among others',
    ['Dune,Alien, the film, Good, Bad, Ugly,Alien'],
    ['Dune', 'Alien, the film', 'Good, Bad, Ugly', 'Alien'],
  ],
  ['the longest of several', ['x,y'], ['x,y']],
  ['repeated, which parts them', ['x', 'y', 'Alien, the film'], ['x', 'y', 'Alien, the film']],
  ['an id that begins with a space', [' odd'], [' odd']],
  ['unknown ones', ['Dune, none,Bad, Ugly'], ['Dune', 'none', 'Bad', 'Ugly']],
])('%s', (_, given, ids) => {
  expect(itemIds(catalogue, given)).toEqual(ids);
});

it('takes time in proportion to their number, however many are given', () => {
  const many = Array.from({ length: 50_000 }, (_, i) => `u${i}`);
  expect(itemIds(catalogue, [many.join(',')])).toEqual(many);
});
