import fc from 'fast-check';
import type { Column, Database, ForeignKey, Table } from '../../src/relational/database/types.js';

/** A table of columns of numbers (null: none) and texts, keys and a time in days. */
export function table(
  name: string,
  numRows: number,
  {
    time,
    keys = {},
    numbers = {},
    categories = {},
  }: {
    readonly time?: readonly number[];
    readonly keys?: Readonly<Record<string, readonly [table: string, rows: readonly number[]]>>;
    readonly numbers?: Readonly<Record<string, readonly number[]>>;
    readonly categories?: Readonly<Record<string, readonly (string | null)[]>>;
  } = {},
): Table {
  const columns: Column[] = [
    ...Object.entries(numbers).map(
      ([own, values]): Column => ({ name: own, kind: 'number', values: Float64Array.from(values) }),
    ),
    ...Object.entries(categories).map(([own, texts]): Column => {
      const all = [...new Set(texts.filter((text) => text !== null))].sort();
      return {
        ...{ name: own, kind: 'category', categories: all },
        codes: Int32Array.from(texts, (text) => (text === null ? -1 : all.indexOf(text))),
      };
    }),
  ];
  return {
    ...{ name, numRows, columns },
    keys: Object.entries(keys).map(
      ([own, [to, rows]]): ForeignKey => ({ name: own, table: to, rows: Int32Array.from(rows) }),
    ),
    ...(time ? { time: Float64Array.from(time, (days) => 86_400 * days) } : {}),
  };
}

export function databaseOfTables(...tables: readonly Table[]): Database {
  return { tables: new Map(tables.map((each) => [each.name, each])) };
}

/** Customers and their orders, with gaps, ties, missing times and missing values. */
export const shops = fc
  .record({ numCustomers: fc.integer({ min: 1, max: 5 }), numOrders: fc.integer({ min: 0, max: 30 }) })
  .chain(({ numCustomers, numOrders }) => {
    const each = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: numOrders, maxLength: numOrders });
    return fc.record({
      numCustomers: fc.constant(numCustomers),
      customer: each(fc.integer({ min: -1, max: numCustomers - 1 })),
      time: each(
        fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }) },
          { weight: 1, arbitrary: fc.constant(Number.NaN) },
        ),
      ),
      total: each(
        fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: -5, max: 5 }) },
          { weight: 1, arbitrary: fc.constant(Number.NaN) },
        ),
      ),
      status: each(fc.constantFrom('new', 'paid', null)),
    });
  });
