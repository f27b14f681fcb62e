import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { type Interactions, interactionsFrom, type RecommendProblem, sideOf } from '../../../src/recommend/index.js';

/**
 * User n took every item of the same parity but item n, which every recommender that learns of a user should put first: it is the one that all
 * users like them took and they did not.
 */
export function checkerboard(size = 20): Interactions {
  const [users, items]: [number[], number[]] = [[], []];
  for (let user = 0; user < size; user++) {
    for (let item = user % 2; item < size; item += 2) {
      if (item === user) continue;
      users.push(user);
      items.push(item);
    }
  }
  return interactionsFrom({ users, items });
}

export interface ShopRow {
  readonly user: string;
  readonly item: string;
  readonly weight: number;
  readonly time: number;
}

/** A shop of three tastes: rows with strengths and times, some pairs twice. */
export function shopRows(numUsers = 36, numItems = 30): ShopRow[] {
  const random = new RandomStream(7, 'shop');
  const rows: ShopRow[] = [];
  for (let user = 0; user < numUsers; user++) {
    const length = 4 + random.nextInt(6);
    for (let n = 0; n < length; n++) {
      const own = random.next() < 0.85;
      const item = own ? (user % 3) + 3 * random.nextInt(numItems / 3) : random.nextInt(numItems);
      rows.push({ user: userId(user), item: itemId(item), weight: 1 + random.nextInt(5), time: 1e12 + rows.length });
    }
  }
  return rows;
}

/** The shop as a problem: one user took nothing, and nobody took one item; items have a kind. */
export function shop(rows: readonly ShopRow[] = shopRows(), numUsers = 37, numItems = 31): RecommendProblem {
  const users = Array.from({ length: numUsers }, (_, n) => userId(n));
  const items = Array.from({ length: numItems }, (_, n) => itemId(n));
  const train = interactionsFrom({
    users: rows.map(({ user }) => user),
    items: rows.map(({ item }) => item),
    weights: rows.map(({ weight }) => weight),
    times: rows.map(({ time }) => time),
    allUsers: users,
    allItems: items,
  });
  const { indptr, indices } = train.matrix;
  const source = Int32Array.from(indices.keys(), (entry) => indptr.findLastIndex((start) => start <= entry));
  const graph = graphFromArrays({
    nodes: {
      user: { data: { id: users }, ids: 'id' },
      item: { data: { id: items, price: Float32Array.from(items, (_, n) => n % 7) }, ids: 'id' },
      kind: 3,
    },
    edges: [
      {
        type: ['user', 'bought', 'item'],
        source,
        target: indices.slice(),
        data: { stars: train.matrix.values.slice() },
      },
      {
        type: ['item', 'is', 'kind'],
        source: Int32Array.from(items.keys()),
        target: Int32Array.from(items, (_, n) => n % 3),
      },
    ],
  });
  return { train, side: sideOf(train, graph, { userType: 'user', itemType: 'item' }) };
}

/** The user who took nothing. */
export const idleUser = 'u36';
/** The item that nobody took. */
export const untakenItem = 'i30';

function userId(n: number): string {
  return `u${String(n).padStart(2, '0')}`;
}

function itemId(n: number): string {
  return `i${String(n).padStart(2, '0')}`;
}
