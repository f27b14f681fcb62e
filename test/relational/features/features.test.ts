import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Anchors,
  computeFeatures,
  type Database,
  planFeatures,
  type Table,
} from '../../../src/relational/index.js';
import { openPools } from '../../compute/kernels/pools.js';
import { anchorsIn, changedAfter, shuffledDatabase } from '../changed-database.js';
import { DAY, drawFrom, randomAnchors, randomDatabase } from '../random-database.js';
import { referenceFeatures } from '../reference.js';

const numRuns = Number(process.env.RELATIONAL_RUNS ?? 5);
const options = { horizonDays: 20, maxFeatures: 5000 };

function planned(database: Database, table = 'e') {
  return planFeatures(database, table, options);
}

async function values(database: Database, plan: ReturnType<typeof planned>, anchors: Anchors) {
  return (await computeFeatures(database, plan, anchors)).map((feature) => feature.values);
}

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

describe('features of anchors', () => {
  it('are those that a look at every row gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c', 'd'), async (seed, table) => {
        const draw = drawFrom(seed);
        const database = randomDatabase(draw);
        const anchors = randomAnchors(draw, database, table);
        const plan = planned(database, table);
        const found = await values(database, plan, anchors);
        for (const [i, expected] of referenceFeatures(database, plan, anchors).entries()) {
          const { name } = plan.features[i]!;
          for (const [j, value] of expected.entries()) {
            const [is, mustBe] = [found[i]![j]!, Number.isFinite(value) ? value : Number.NaN];
            const isEqual = Number.isNaN(mustBe)
              ? Number.isNaN(is)
              : Math.abs(is - mustBe) <= 1e-7 * (1 + Math.abs(mustBe));
            if (!isEqual) throw new Error(`${name} of anchor ${j} is ${is}, not ${mustBe}`);
          }
        }
      }),
      { numRuns },
    );
  });

  it('are the same on any number of threads, to the bit, of keys with few events and with very many', async () => {
    const draw = drawFrom(7);
    const n = 80_000;
    const number = () => [Number.NaN, 1e9 + 0.5, draw(1000) / 7][draw(3)]!;
    const event: Table = {
      ...{ name: 'event', numRows: n, time: Float64Array.from({ length: n }, () => 60 * draw(400_000)) },
      columns: [
        { name: 'x', kind: 'number', values: Float64Array.from({ length: n }, number) },
        {
          name: 'word',
          kind: 'category',
          categories: ['a', 'b', 'c'],
          codes: Int32Array.from({ length: n }, () => draw(4) - 1),
        },
      ],
      // The first key has most of the events.
      keys: [{ name: 'of', table: 'thing', rows: Int32Array.from({ length: n }, () => Math.max(0, draw(400) - 360)) }],
    };
    const thing: Table = { name: 'thing', numRows: 40, columns: [], keys: [] };
    const database: Database = {
      tables: new Map([
        ['thing', thing],
        ['event', event],
      ]),
    };
    const anchors: Anchors = {
      ...{ table: 'thing', rows: Int32Array.of(0, 0, 1) },
      times: Float64Array.of(24e6, 3e6, 2e7),
    };
    const whole = planFeatures(database, 'thing', { windowsDays: [20], maxFeatures: 5000 });
    const features = whole.features.filter(({ rows, measure }) => rows && measure.what !== 'active');
    const plan = { ...whole, features };
    const expected = referenceFeatures(database, plan, anchors);
    const [first, ...others] = await Promise.all(
      pools.map((pool) => computeFeatures({ ...database }, plan, anchors, { pool })),
    );
    for (const [i, { name, values: is }] of first!.entries()) {
      for (const [j, value] of expected[i]!.entries()) {
        expect(Math.abs(is[j]! - value) > 1e-7 * (1 + Math.abs(value)), name).toBe(false);
      }
      for (const found of others) expect(found[i]!.values, name).toEqual(is);
    }
  }, 60_000);

  it('know nothing of later rows, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c', 'd'), async (seed, table) => {
        const draw = drawFrom(seed);
        const database = randomDatabase(draw);
        const until = (1000 + 10 * draw(12)) * DAY;
        const drawn = randomAnchors(draw, database, table);
        const anchors = { ...drawn, seenUntil: (drawn.seenUntil ?? drawn.times).map((time) => Math.min(time, until)) };
        const changed = changedAfter(draw, database, until);
        const plan = planned(database, table);
        const before = await values(database, plan, anchors);
        const moved = anchorsIn(changed.places, anchors);
        const after = await values(changed.database, plan, moved.anchors);
        for (const [i, { name }] of plan.features.entries()) {
          const expected = moved.at.map((j) => before[i]![j]!);
          expect([...after[i]!], name).toEqual(expected);
        }
      }),
      { numRuns },
    );
  });

  it('do not depend on the order of rows, to the bit, nor does the plan', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c', 'd'), async (seed, table) => {
        const draw = drawFrom(seed);
        const database = randomDatabase(draw);
        const anchors = randomAnchors(draw, database, table);
        const shuffled = shuffledDatabase(draw, database);
        const plan = planned(database, table);
        expect(planned(shuffled.database, table)).toEqual(plan);
        const before = await values(database, plan, anchors);
        const after = await values(shuffled.database, plan, anchorsIn(shuffled.places, anchors).anchors);
        for (const [i, { name }] of plan.features.entries()) expect(after[i], name).toEqual(before[i]);
      }),
      { numRuns },
    );
  });

  it('are planned without a look at rows later than fitUntil', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = drawFrom(seed);
        const database = randomDatabase(draw);
        const fitUntil = (1000 + 10 * draw(12)) * DAY;
        const changed = changedAfter(draw, database, fitUntil);
        const plan = planFeatures(database, 'e', { ...options, fitUntil });
        expect(planFeatures(changed.database, 'e', { ...options, fitUntil })).toEqual(plan);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      }),
      { numRuns },
    );
  });
});
