import { RandomStream } from '../../../src/core/index.js';
import type { Database } from '../../../src/relational/index.js';
import { databaseOfTables, table } from '../databases.js';

export interface TasteShopOptions {
  readonly customers?: number;
  readonly days?: number;
}

/** Categories, and products of each. */
const CATEGORIES = 8;
const EACH = 12;

/**
 * Customers who order about every eight days, mostly (four times in five) a product of the category that they like, but none that they had in the last 60 days;
 * else any. Of those, the first product of each category is the one in three orders. Ids are texts.
 */
export function tasteShop({ customers = 120, days = 300 }: TasteShopOptions = {}): Database {
  const orders: [customer: number, day: number, product: number][] = [];
  const numProducts = CATEGORIES * EACH;
  for (let customer = 0; customer < customers; customer++) {
    const random = new RandomStream(3, 'taste', customer);
    const had = new Map<number, number>();
    const liked = customer % CATEGORIES;
    for (let day = random.nextInt(8); day < days; day += 4 + random.nextInt(9)) {
      const isLiked = random.nextInt(5) > 0;
      const any = random.nextInt(3) === 0 ? EACH * random.nextInt(CATEGORIES) : random.nextInt(numProducts);
      const left = Array.from({ length: EACH }, (_, i) => liked * EACH + i).filter(
        (each) => !(had.get(each)! > day - 60),
      );
      const product = isLiked ? left[random.nextInt(left.length)]! : any;
      had.set(product, day);
      orders.push([customer, day, product]);
    }
  }
  const sorted = orders.toSorted((a, b) => a[1] - b[1]);
  const named = (prefix: string, count: number) => ({
    idOf: (row: number) => `${prefix}${row}`,
    indexOf: (id: string | number) => {
      const row = Number(String(id).slice(1));
      return row < count ? row : -1;
    },
  });
  const products = table('product', numProducts, {
    categories: { category: Array.from({ length: numProducts }, (_, i) => `k${Math.floor(i / EACH)}`) },
    numbers: { price: Array.from({ length: numProducts }, (_, i) => (i * 37) % 50) },
  });
  return databaseOfTables(
    { ...table('customer', customers), ids: named('c', customers) },
    { ...products, ids: named('p', numProducts) },
    table('order', sorted.length, {
      time: sorted.map(([, day]) => day),
      keys: {
        customer: ['customer', sorted.map(([customer]) => customer)],
        product: ['product', sorted.map(([, , product]) => product)],
      },
    }),
  );
}

export const ASK_LIST = 'PREDICT LIST(orders.product) OVER 20 DAYS FOR customers';
