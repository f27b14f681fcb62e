import { RandomStream } from '../../../src/core/index.js';
import type { Column, Database, Table } from '../../../src/relational/database/types.js';

const DAY = 86_400;

export interface ShopOptions {
  /** Orders up to this day, not included; default 300. */
  readonly days?: number;
  readonly customers?: number;
  /** Reverses the rows of every table. */
  readonly reversed?: boolean;
  /** Changes the columns of customers and of orders. */
  readonly customerColumns?: (columns: readonly Column[]) => readonly Column[];
  readonly orderColumns?: (columns: readonly Column[]) => readonly Column[];
  readonly more?: readonly Table[];
}

/** Customers order every three days and pause for 30 days after an order was returned. What happens does not depend on how many days are asked for. */
export function shop({
  days = 300,
  customers = 20,
  reversed = false,
  customerColumns = (columns) => columns,
  orderColumns = (columns) => columns,
  more = [],
}: ShopOptions = {}): Database {
  const orders: { customer: number; day: number; returned: number; way: string }[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const random = new RandomStream(7, 'shop', customer);
    for (let day = customer % 3; day < days; day += 3) {
      const returned = Number(random.nextInt(12) === 0);
      const way = ['app', 'shop', 'web'][random.nextInt(day > 300 ? 3 : 2)]!;
      orders.push({ customer, day, returned, way });
      if (returned) day += 27;
    }
  }
  const flip = <T>(all: readonly T[]) => (reversed ? all.toReversed() : all);
  const people = flip(Array.from({ length: customers }, (_, i) => i));
  const at = new Map(people.map((customer, row) => [customer, row]));
  const rows = flip(orders);
  return {
    tables: new Map(
      [
        {
          ...{ name: 'customer', numRows: customers, keys: [] },
          ids: {
            idOf: (row: number) => `c${people[row]}`,
            indexOf: (id: string | number) => at.get(Number(String(id).slice(1))) ?? -1,
          },
          columns: customerColumns([texts('country', people, (i) => ['DE', 'FR'][i % 2]!)]),
        },
        {
          ...{ name: 'order', numRows: rows.length },
          time: Float64Array.from(rows, ({ day }) => day * DAY),
          columns: orderColumns([
            { name: 'returned', kind: 'number', values: Float64Array.from(rows, (row) => row.returned) },
            texts('way', rows, ({ way }) => way),
          ]),
          keys: [{ name: 'by', table: 'customer', rows: Int32Array.from(rows, (row) => at.get(row.customer)!) }],
        },
        ...more,
      ].map((table) => [table.name, table]),
    ),
  };
}

/** A column of categories. */
export function texts<T>(name: string, rows: readonly T[], textOf: (row: T) => string): Column {
  const categories = [...new Set(rows.map(textOf))].sort();
  return { name, kind: 'category', categories, codes: Int32Array.from(rows, (row) => categories.indexOf(textOf(row))) };
}

export const ASK = 'PREDICT COUNT(orders) OVER 10 DAYS = 0 FOR customers WHERE COUNT(orders) OVER LAST 60 DAYS > 0';
