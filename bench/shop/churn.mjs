import { Stream } from './random.mjs';
import { writeTables } from './write-tables.mjs';

const DAY = 86_400_000;
const START = Date.UTC(2022, 0, 1);
/** Chance of an order a day, by plan. */
const DAILY = { basic: 0.025, plus: 0.045, pro: 0.08 };
const REGIONS = ['north', 'south', 'east', 'west'];
const CATEGORIES = ['audio', 'books', 'garden', 'kitchen', 'toys'];
const REASONS = ['broken', 'late', 'other'];
/** The rule: after so many days without an order, of those who sent so many back, so much of the chance is left. */
const [SILENCE, RETURNS, LEFT] = [45, 2, 0.12];
/** Share of orders that are sent back, and within how many days. */
const [SENT_BACK, WITHIN] = [0.2, 20];
/** Without an order for so many days at the end a customer is lost, where that is planted. */
const LOST = 60;

const iso = (day) => new Date(START + day * DAY).toISOString().slice(0, 10);

/**
 * A shop whose customers order by chance, every day anew: the chance follows from their plan and from what they did before. Who has not ordered for 45 days and
 * has sent two orders back or more orders an eighth as often. Everything else is decoration.
 *
 * @param {{ customers?: number, days?: number, seed?: number, leaks?: boolean }} options `leaks`: customers and orders have columns that were filled in
 *   at the end
 * @returns tables as arrays of rows, the header first, and the chance that a customer orders nothing in the days after a date, as far as it is known by then
 */
export function makeChurnShop({ customers: numCustomers = 1500, days = 900, seed = 1, leaks = false } = {}) {
  const stream = new Stream(seed);
  const plans = Object.keys(DAILY);
  const products = Array.from({ length: 60 }, (_, i) => ({
    id: `P${i + 1}`,
    category: stream.pick(CATEGORIES),
    price: Math.round(100 * Math.exp(2.5 + 0.8 * stream.normal())) / 100,
  }));
  const customers = Array.from({ length: numCustomers }, (_, i) => ({
    ...{ id: `C${i + 1}`, plan: stream.pick(plans), region: stream.pick(REGIONS), signup: stream.below(0.6 * days) },
    orders: [],
  }));
  for (const customer of customers) {
    // Everybody signs up with an order.
    for (let day = customer.signup; day <= days; day++) {
      if (day === customer.signup || stream.next() < chanceOn(customer, day)) customer.orders.push(order(day));
    }
  }
  function order(day) {
    const items = Array.from({ length: 1 + stream.poisson(0.6) }, () => stream.pick(products));
    const returned = stream.next() < SENT_BACK ? day + 1 + stream.below(WITHIN) : undefined;
    return { day, items, total: items.reduce((sum, { price }) => sum + price, 0), returned };
  }
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const orders = customers
    .flatMap((customer) => customer.orders.map((each) => ({ ...each, customer })))
    .sort((a, b) => a.day - b.day)
    .map((each, i) => ({ ...each, id: `O${i + 1}` }));
  const isBack = ({ returned }) => returned !== undefined && returned <= days;
  const lostOn = ({ orders: own }) => (own.at(-1).day < days - LOST ? own.at(-1).day + LOST : undefined);
  const planted = {
    head: ['status', 'closed_on', 'spent'],
    of: (each) => {
      const closed = lostOn(each);
      const spent = each.orders.reduce((sum, { total }) => sum + total, 0);
      return [closed === undefined ? 'active' : 'lost', closed === undefined ? '' : iso(closed), spent.toFixed(2)];
    },
  };
  return {
    tables: {
      'customers.csv': [
        ['customer_id', 'plan', 'region', 'signup_date', ...(leaks ? planted.head : [])],
        ...customers.map((each) => [
          ...[each.id, each.plan, each.region, iso(each.signup)],
          ...(leaks ? planted.of(each) : []),
        ]),
      ],
      'products.csv': [
        ['product_id', 'category', 'price'],
        ...products.map(({ id, category, price }) => [id, category, price.toFixed(2)]),
      ],
      'orders.csv': [
        ['order_id', 'customer_id', 'order_date', 'total', ...(leaks ? ['sent_back'] : [])],
        ...orders.map((each) => [
          ...[each.id, each.customer.id, iso(each.day), each.total.toFixed(2)],
          ...(leaks ? [isBack(each) ? 'yes' : 'no'] : []),
        ]),
      ],
      'items.csv': [
        ['item_id', 'order_id', 'product_id'],
        ...orders.flatMap(({ id, items }) => items.map((item, n) => [`${id}-${n + 1}`, id, item.id])),
      ],
      'returns.csv': [
        ['return_id', 'order_id', 'return_date', 'reason'],
        ...orders.filter(isBack).map(({ id, returned }, i) => [`R${i + 1}`, id, iso(returned), REASONS[i % 3]]),
      ],
    },
    /** Of a customer at a time in seconds since 1970: the chance of no order within so many days after it. */
    churnChance: (id, seconds, horizonDays) =>
      noOrderChance(byId.get(id), Math.floor((seconds * 1000 - START) / DAY), horizonDays),
  };
}

/** What somebody who knows the rule would forecast of anchors: the chance of each that there is no order in so many days, [anchors]. */
export function knownChances({ churnChance }, { rows, times }, ids, horizonDays) {
  return Float64Array.from(rows, (row, i) => churnChance(ids.idOf(row), times[i], horizonDays));
}

/** Chance of an order on a day, of what happened before it. */
function chanceOn({ plan, orders }, day) {
  if (day - orders.at(-1).day <= SILENCE) return DAILY[plan];
  const back = orders.filter(({ returned }) => returned < day).length;
  return DAILY[plan] * (back >= RETURNS ? LEFT : 1);
}

/** As what happened up to a day tells it; orders that may yet be sent back count by their chance, and all are back before the silence is long enough. */
function noOrderChance({ plan, orders }, day, horizonDays) {
  const known = orders.filter((order) => order.day <= day);
  const back = known.filter(({ returned }) => returned <= day).length;
  // Of how many of those still to be decided will come back, [0, 1, 2 or more].
  let more = [1, 0, 0];
  for (const { day: on, returned } of known) {
    const age = day - on;
    if (returned <= day || age >= WITHIN) continue;
    const left = (SENT_BACK * (WITHIN - age)) / WITHIN;
    const chance = left / (1 - SENT_BACK + left);
    more = [more[0] * (1 - chance), more[1] * (1 - chance) + more[0] * chance, more[2] + more[1] * chance];
  }
  const fewer = more.slice(0, Math.max(0, RETURNS - back)).reduce((sum, chance) => sum + chance, 0);
  const untilSilent = Math.min(horizonDays, Math.max(0, known.at(-1).day + SILENCE - day));
  const silent = horizonDays - untilSilent;
  const daily = DAILY[plan];
  return (1 - daily) ** untilSilent * (fewer * (1 - daily) ** silent + (1 - fewer) * (1 - LEFT * daily) ** silent);
}

/** Writes the tables as plain CSV into a folder. */
export function writeChurnShop(folder, options) {
  const shop = makeChurnShop(options);
  writeTables(folder, shop.tables);
  return shop;
}
