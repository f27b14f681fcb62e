import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph, splitLinks } from '../../../src/graph/index.js';
import { type LinkProblem, linkProblem } from '../../../src/models/index.js';

export const USERS = 60;
export const ITEMS = 40;

/** Users buy items of their own of four groups; friends are of one group mostly. */
export function shop(seed = 3): HeteroGraph {
  const random = new RandomStream(seed, 'shop');
  const pairs = (count: number, from: number, to: number) => {
    const seen = new Set<string>();
    const source: number[] = [];
    const target: number[] = [];
    while (source.length < count) {
      const a = random.nextInt(from);
      const b = 4 * random.nextInt(to / 4) + (random.next() < 0.9 ? a % 4 : random.nextInt(4));
      if (seen.has(`${a} ${b}`)) continue;
      seen.add(`${a} ${b}`);
      source.push(a);
      target.push(b);
    }
    return { source, target };
  };
  return graphFromArrays({
    nodes: { user: USERS, item: ITEMS },
    edges: [
      { type: ['user', 'buys', 'item'], ...pairs(360, USERS, ITEMS) },
      { type: ['user', 'knows', 'user'], ...pairs(150, USERS, USERS) },
    ],
  });
}

export function shopProblem(seed = 3): LinkProblem {
  return linkProblem(splitLinks(shop(seed), 'buys', { seed, valid: 0.1, test: 0.2 }), seed);
}
