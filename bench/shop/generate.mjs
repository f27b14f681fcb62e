import { Stream } from './random.mjs';
import { writeTables } from './write-tables.mjs';

const DAY = 86_400_000;
const END = Date.UTC(2024, 5, 30);
const CATEGORIES = ['audio', 'books', 'garden', 'gadgets', 'kitchen', 'pets', 'sports', 'toys'];
const REGIONS = ['north', 'south', 'east', 'west'];
const PLANS = ['basic', 'plus', 'pro'];
const CHANNELS = ['web', 'app', 'store'];
const FAR = ['overseas', 'domestic'];

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/**
 * A shop with a planted rule. Whether a customer leaves, and what the ones who are asked spend next month, follow from their plan, from the
 * days since their last order, from the share of their orders that were of gadgets (two hops: customer, order, product) and from the share
 * of their orders that were sent back; the rest of the columns is decoration. Some cells are dirty.
 *
 * @param {{ orders?: number, seed?: number, order?: number }} options `order`: seed of the order of the rows of every file, which tells nothing
 * @returns tables as arrays of rows, the header first, and the hand-made features of someone who knows the rule, by customer id
 */
export function makeShop({ orders: numOrders = 10_000, seed = 1, order } = {}) {
  const stream = new Stream(seed);
  const numCustomers = Math.max(50, Math.round(numOrders / 8));
  const numProducts = Math.max(24, Math.round(numOrders / 100));
  const products = Array.from({ length: numProducts }, (_, i) => ({
    id: `P${String(i + 1).padStart(5, '0')}`,
    category: stream.pick(CATEGORIES),
    price: Math.round(100 * Math.exp(2.5 + 0.8 * stream.normal())) / 100,
    origin: stream.pick(FAR),
  }));
  const byCategory = new Map(CATEGORIES.map((name) => [name, products.filter(({ category }) => category === name)]));
  const customers = Array.from({ length: numCustomers }, (_, i) => ({
    id: `C${String(i + 1).padStart(6, '0')}`,
    region: stream.pick(REGIONS),
    plan: stream.pick(PLANS),
    age: Math.round(18 + 60 * stream.next()),
    signup: END - DAY * (200 + stream.below(1500)),
    // What they like, and how long ago they stopped buying.
    likesGadgets: stream.next() ** 2,
    silence: 170 * stream.next() ** 2,
    orders: [],
  }));
  const orders = [];
  while (orders.length < numOrders) {
    const customer = stream.pick(customers);
    const isGadget = stream.next() < customer.likesGadgets && byCategory.get('gadgets').length > 0;
    const product = isGadget ? stream.pick(byCategory.get('gadgets')) : stream.pick(products);
    const time = END - DAY * Math.floor(customer.silence + (190 - customer.silence) * stream.next());
    const quantity = 1 + stream.poisson(0.7);
    const isReturned = stream.next() < 0.12;
    const made = { customer, product, time, quantity, isReturned, channel: stream.pick(CHANNELS) };
    orders.push(made);
    customer.orders.push(made);
  }
  const known = new Map();
  for (const customer of customers) {
    const bought = customer.orders;
    const share = (test) => bought.filter(test).length / Math.max(1, bought.length);
    const gadgets = share(({ product }) => product.category === 'gadgets');
    const returned = share(({ isReturned }) => isReturned);
    const recency = Math.min(200, ...bought.map(({ time }) => (END - time) / DAY));
    const isBasic = customer.plan === 'basic' ? 1 : 0;
    const spent = bought.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
    const score = -1.1 + 1.1 * isBasic + 2.4 * (gadgets - 0.35) + 2.5 * (returned - 0.12) + 0.022 * (recency - 45);
    customer.churned = stream.next() < sigmoid(score) ? 1 : 0;
    customer.spend = Math.max(
      0,
      20 + 6 * bought.length + 35 * gadgets + 12 * isBasic - 0.15 * recency + 9 * stream.normal(),
    );
    known.set(customer.id, { isBasic, gadgets, returned, recency, count: bought.length, spent });
  }
  const dirty = new Stream(seed + 1000);
  const soiled = (value, dirt, share = 0.02) => (dirty.next() < share ? dirty.pick(dirt) : value);
  const shuffled = order === undefined ? (rows) => rows : (rows) => new Stream(order).shuffle(rows);
  const table = (head, rows) => [head, ...shuffled(rows)];
  const orderRows = orders.map((each, i) => ({ ...each, id: 100_001 + i }));
  return {
    known,
    tables: {
      'customers.csv': table(
        ['customer_id', 'email', 'region', 'plan', 'age', 'signup_date', 'churned', 'next_month_spend'],
        customers.map(({ id, region, plan, age, signup, churned, spend }) => [
          ...[
            id,
            `${id.toLowerCase()}@example.org`,
            soiled(region, ['', 'N/A']),
            plan,
            soiled(age, ['', 'unknown', '?']),
          ],
          ...[soiled(iso(signup), ['', '0000-00-00']), churned, spend.toFixed(2)],
        ]),
      ),
      'products.csv': table(
        ['product_id', 'name', 'category', 'price', 'origin'],
        products.map(({ id, category, price, origin }) => [
          id,
          `${category}, model ${id.slice(3)}`,
          category,
          price.toFixed(2),
          origin,
        ]),
      ),
      'orders.csv': table(
        ['order_id', 'customer_id', 'product_id', 'order_date', 'quantity', 'channel'],
        orderRows.map(({ id, customer, product, time, quantity, channel }) => [
          ...[id, soiled(customer.id, [`${customer.id} `]), soiled(product.id, ['P99999'], 0.001), iso(time)],
          ...[soiled(quantity, ['', 'two']), channel],
        ]),
      ),
      'returns.csv': table(
        ['return_id', 'order_id', 'return_date', 'reason'],
        orderRows
          .filter(({ isReturned }) => isReturned)
          .map(({ id, time }, i) => [
            `R${i + 1}`,
            id,
            iso(time + DAY * (1 + dirty.below(20))),
            dirty.pick(['broken', 'late', 'other']),
          ]),
      ),
    },
  };
}

/** Writes the tables as plain CSV into a folder. */
export function writeShop(folder, options) {
  const shop = makeShop(options);
  writeTables(folder, shop.tables);
  return shop;
}
