import { describe, expect, it } from 'vitest';
import {
  computeFeatures,
  type Database,
  type FeaturePlan,
  planFeatures,
  type Table,
} from '../../../src/relational/index.js';

const DAY = 86_400;
const NONE = Number.NaN;

/** Two customers, five orders of two products; the last order is later than the anchors. */
const database: Database = {
  tables: new Map([
    [
      'customer',
      {
        name: 'customer',
        numRows: 2,
        columns: [{ name: 'born', kind: 'date', values: Float64Array.of(10 * DAY, NONE) }],
        keys: [],
      },
    ],
    [
      'order',
      {
        name: 'order',
        numRows: 5,
        time: Float64Array.of(100, 110, 110, 150, 300).map((day) => day * DAY),
        columns: [
          { name: 'amount', kind: 'number', values: Float64Array.of(4, 6, 8, NONE, 1000) },
          { name: 'same', kind: 'number', values: new Float64Array(5) },
          { name: 'note', kind: 'category', codes: Int32Array.of(0, 1, 0, 0, 1), categories: ['in', 'out'] },
        ],
        keys: [
          { name: 'customer', table: 'customer', rows: Int32Array.of(0, 0, 0, 0, 1) },
          { name: 'product', table: 'product', rows: Int32Array.of(0, 1, 1, 0, 0) },
        ],
      },
    ],
    [
      'product',
      {
        name: 'product',
        numRows: 2,
        columns: [{ name: 'price', kind: 'number', values: Float64Array.of(3, 5) }],
        keys: [],
      },
    ],
  ]),
};
const anchors = {
  table: 'customer',
  rows: Int32Array.of(0, 0, 1),
  times: Float64Array.of(120, 200, 200).map((day) => day * DAY),
};
const options = { horizonDays: 30, fitUntil: 200 * DAY };

async function valuesOf(plan: FeaturePlan, name: string, asked: Parameters<typeof computeFeatures>[2] = anchors) {
  const features = await computeFeatures(database, plan, asked);
  return [...features.find((feature) => feature.name === name)!.values];
}

describe('planFeatures', () => {
  it('names what is computed by its path', async () => {
    const plan = planFeatures(database, 'customer', options);
    expect(await valuesOf(plan, 'customer.born days before')).toEqual([110, 190, NONE]);
    expect(await valuesOf(plan, 'customer < order count all')).toEqual([3, 4, 0]);
    expect(await valuesOf(plan, 'customer < order count 90 d')).toEqual([3, 1, 0]);
    expect(await valuesOf(plan, 'customer < order days since last')).toEqual([10, 50, NONE]);
    expect(await valuesOf(plan, 'customer < order.amount mean all')).toEqual([6, 6, NONE]);
    expect(await valuesOf(plan, 'customer < order.amount last')).toEqual([7, 7, NONE]);
    expect(await valuesOf(plan, 'customer < order.amount at last')).toEqual([7, NONE, NONE]);
    expect(await valuesOf(plan, 'customer < order.note share of "in" all')).toEqual([2 / 3, 3 / 4, NONE]);
    expect(await valuesOf(plan, 'customer < order > product.price max all')).toEqual([5, 5, NONE]);
    expect(await valuesOf(plan, 'customer < order (last) > product < order count all')).toEqual([2, 2, NONE]);
    const { path } = plan.features.find(({ name }) => name === 'customer < order > product.price max all')!;
    expect(path).toBe('customer < order > product');
  });

  it('ends the windows of a frozen anchor where its history ends, and counts ages to the anchor', async () => {
    const plan = planFeatures(database, 'customer', options);
    const frozen = { ...anchors, seenUntil: new Float64Array(3).fill(120 * DAY) };
    expect(await valuesOf(plan, 'customer < order count 30 d', frozen)).toEqual([3, 3, 0]);
    expect(await valuesOf(plan, 'customer < order days since last', frozen)).toEqual([10, 90, NONE]);
  });

  it('keeps so many features, the plainest, and names the others', () => {
    const all = planFeatures(database, 'customer', options);
    const few = planFeatures(database, 'customer', { ...options, maxFeatures: 12 });
    expect(few.features).toEqual(all.features.slice(0, 12));
    expect(few.leftOut.slice(-1)).toEqual([{ name: all.features.at(-1)!.name, why: 'beyond the first 12 features' }]);
    expect(all.leftOut).toEqual([{ name: 'order.same', why: 'the same in all rows' }]);
    const without = planFeatures(database, 'customer', { ...options, omit: ['order.amount', 'product'] });
    expect(without.features.filter(({ name }) => /amount|product/.test(name))).toEqual([]);
  });

  it('takes rows that came together last, and without windows; more than one in twenty that come later make a history', () => {
    // Of 20 results each, `late` come after their race; the drivers' latest results lead to races, the races to the results of others.
    const planned = (late: number, until = options.fitUntil, days = (_: number) => 1) => {
      const races = Float64Array.from({ length: 20 }, (_, race) => (100 + race) * DAY);
      const results = {
        name: 'result',
        numRows: 20,
        time: races.map((time, i) => time + (i < late ? days(i) : 0) * DAY),
        columns: [{ name: 'place', kind: 'number' as const, values: Float64Array.from(races, (_, i) => i) }],
        keys: [
          { name: 'driver', table: 'driver', rows: new Int32Array(20) },
          { name: 'race', table: 'race', rows: Int32Array.from(races, (_, i) => i) },
        ],
      };
      const race = { name: 'race', numRows: 20, time: races, columns: [], keys: [] };
      const driver = { name: 'driver', numRows: 1, columns: [], keys: [] };
      const tables = new Map<string, Table>([race, driver, results].map((table) => [table.name, table]));
      const { features } = planFeatures({ tables }, 'driver', { ...options, fitUntil: until });
      return features.map(({ name }) => name);
    };
    const others = 'driver < result (last) > race < result';
    const together = planned(1);
    expect(together.filter((name) => name.startsWith(others)).every((name) => name.endsWith(' all'))).toBe(true);
    expect(together).toContain(`${others}.place mean all`);
    expect(together.at(-1)).toMatch(others);
    expect(together).toContain('driver < result.place mean 90 d');
    expect(planned(2)).toContain(`${others}.place mean 90 d`);
    expect(planned(20)).toContain(`${others}.place trend all`);
    // All a day before their races come together, too; at days of their own they do not.
    expect(planned(20, undefined, () => -1)).not.toContain(`${others}.place mean 90 d`);
    expect(planned(20, undefined, (i) => -i)).toContain(`${others}.place mean 90 d`);
    // Those that come later than the plan may see tell it nothing.
    expect(planned(2, 105.5 * DAY)).toContain(`${others}.place mean 90 d`);
    expect(planned(0, 99 * DAY)).toEqual(planned(20, 99 * DAY));
  });

  it('refuses what it cannot do, by a code', async () => {
    const plan = planFeatures(database, 'customer', options);
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => planFeatures(database, 'client')).toThrow(refused('UNKNOWN_TYPE'));
    expect(() => planFeatures(database, 'customer', { hops: 4 })).toThrow(refused('INVALID_OPTION'));
    const compute = (asked: object, given: object = plan, run = {}) =>
      computeFeatures(database, given as FeaturePlan, { ...anchors, ...asked } as typeof anchors, run);
    await expect(compute({ rows: Int32Array.of(0, 0, 2) })).rejects.toThrow(refused('INDEX_OUT_OF_RANGE'));
    await expect(compute({ times: Float64Array.of(1) })).rejects.toThrow(refused('SHAPE_MISMATCH'));
    await expect(compute({ times: Float64Array.of(1, NONE, 1) })).rejects.toThrow(refused('NON_FINITE'));
    await expect(compute({ table: 'order' })).rejects.toThrow(refused('MODEL_MISMATCH'));
    await expect(compute({}, { ...plan, features: [{ name: 'x' }] })).rejects.toThrow(refused('INVALID_OPTION'));
    await expect(compute({}, plan, { signal: AbortSignal.abort() })).rejects.toThrow(refused('ABORTED'));
    const tables = new Map([...database.tables].filter(([name]) => name !== 'product'));
    await expect(computeFeatures({ tables }, plan, anchors)).rejects.toThrow(refused('UNKNOWN_TYPE'));
  });
});
