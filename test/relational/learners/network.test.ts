import { describe, expect, it } from 'vitest';
import { learnerNamed } from '../../../src/relational/forecast/learners.js';
import { BatchMaker } from '../../../src/relational/learners/network/batch.js';
import { LoadedBatch, TemporalNetwork } from '../../../src/relational/learners/network/model.js';
import { Neighbours, neighboursOf } from '../../../src/relational/learners/network/neighbours.js';
import { planNetwork, stateWidth } from '../../../src/relational/learners/network/network-plan.js';
import { StateInputs } from '../../../src/relational/learners/network/state-inputs.js';
import type { ForecasterState, LearningProblem } from '../../../src/relational/learners/types.js';
import { numTensors, tidy, usedBytes } from '../../../src/tensor/index.js';
import { anchorsIn, changedAfter, shuffledDatabase } from '../changed-database.js';
import { databaseOfTables, table } from '../databases.js';
import { DAY, drawFrom, randomDatabase } from '../random-database.js';

/** Customer 0 ordered 1 on day 1, 3 on day 2 and 5 on day 4 in shops 0, 0 and 1; customer 1 never did. */
const shop = databaseOfTables(
  table('customer', 2, {}),
  table('shop', 2, { numbers: { size: [10, 30] } }),
  table('order', 4, {
    time: [4, 1, 2, 9],
    keys: { customer: ['customer', [0, 0, 0, 0]], shop: ['shop', [1, 0, 0, 1]] },
    numbers: { total: [5, 1, 3, 99] },
  }),
);
const anchorsAt = (...days: readonly number[]) => ({
  table: 'customer',
  rows: Int32Array.from(days, () => 0),
  times: Float64Array.from(days, (day) => day * DAY),
});

describe('what a network reads', () => {
  // Until day 4 totals are 1, 3 and 5: mean 3, deviation sqrt(8 / 3); sizes 10 and 30: mean 20, deviation 10.
  const plan = planNetwork(shop, 'customer', 4 * DAY);
  const deviation = Math.sqrt(8 / 3);

  it('columns are standardised on what was known in training', () => {
    expect(plan.columns.order).toEqual([
      { kind: 'number', column: 'total', isDate: false, mean: 3, deviation, frequent: [1, 3, 5] },
    ]);
    expect(plan.relations.map(({ down }) => down)).toEqual([{ table: 'order', key: 'customer' }]);
  });

  it('the state of an order is that of the day when it appeared', () => {
    const inputs = new StateInputs(new Neighbours(shop, plan), plan, plan.relations[0]!.state);
    expect(inputs.width).toBe(stateWidth(plan, plan.relations[0]!.state));
    const out = new Float64Array(inputs.width);
    inputs.write({ row: 2, time: 2 * DAY, until: 2 * DAY }, out);
    const day = Math.log1p(1);
    // The order: seen, its age, total, none missing, 1, 3 or 5.
    const order = [1, 0, 0, 0, 0, 1, 0];
    // Its shop, seen, without a time, and of the two orders there up to then the numbers and means.
    const shops = [1, 0, -1, 0];
    const orders = [1, Math.log1p(2), 0, day / 2, 1, 0, (1 - 3) / deviation / 2, 0, 0.5, 0.5, 0];
    expect([...out].map((value) => value.toFixed(6))).toEqual(
      [...order, ...shops, ...orders].map((value) => value.toFixed(6)),
    );
  });

  it('later rows count more, and rows after the anchor nothing', () => {
    const maker = new BatchMaker(new Neighbours(shop, plan), plan);
    const { relations } = maker.make(anchorsAt(4, 2.5, 0.5), Int32Array.of(0, 1, 2));
    const { weights } = relations[0]!;
    expect([...weights.indptr]).toEqual([0, 3, 6, 9, 12, 14, 16, 18, 20, 20, 20, 20, 20]);
    // Halved with every row that is half a row, two rows, six rows later, and not at all: 1/16, 1/4, 1 of the first fade.
    const first = [1 / 21, 4 / 21, 16 / 21].map((value) => expect.closeTo(value, 6));
    expect([...weights.values.subarray(0, 3)]).toEqual(first);
    expect([...weights.values.subarray(9, 12)]).toEqual(new Array(3).fill(expect.closeTo(1 / 3, 6)));
    expect([...weights.indices.subarray(12)]).toEqual(new Array(4).fill([0, 1]).flat());
  });

  it('tables that no state is computed of are neither planned nor looked for', () => {
    const product = (keys = {}) => table('product', 2, { keys, numbers: { size: [1, 2] } });
    const order = table('order', 3, {
      time: [1, 2, 3],
      keys: { customer: ['customer', [0, 0, 0]], product: ['product', [0, 1, 1]] },
      numbers: { total: [5, 6, 7] },
    });
    const whole = databaseOfTables(
      table('customer', 1),
      order,
      product({ supplier: ['supplier', [0, 1]] }),
      table('supplier', 2, { numbers: { age: [8, 9] } }),
    );
    const own = planNetwork(whole, 'customer', 9 * DAY);
    expect(Object.keys(own.columns).sort()).toEqual(['customer', 'order', 'product']);
    const batchOf = (database: typeof whole, read = own) =>
      new BatchMaker(neighboursOf(database, read), read).make(anchorsAt(4), Int32Array.of(0));
    const without = databaseOfTables(table('customer', 1), order, product());
    expect(batchOf(without)).toEqual(batchOf(whole));
    const more = { ...own, columns: { ...own.columns, supplier: [...own.columns.product!] } };
    expect(batchOf(without, more)).toEqual(batchOf(whole));
  });

  it('columns and keys that are not read put no rows in order', () => {
    // More orders of one day than are read.
    const rows = Array.from({ length: 40 }, (_, i) => i);
    const orders = (keys = {}, numbers = {}) =>
      databaseOfTables(
        table('customer', 1),
        table('order', rows.length, {
          time: rows.map(() => 1),
          keys: { customer: ['customer', rows.map(() => 0)], ...keys },
          numbers: { total: rows.map((i) => (7 * i) % 40), ...numbers },
        }),
        table('shop', 40, { numbers: { size: rows } }),
      );
    const plain = orders();
    const own = planNetwork(plain, 'customer', 9 * DAY);
    const latest = (database: typeof plain) => {
      const near = neighboursOf(database, own).latest({ table: 'order', key: 'customer' }, 0, 9 * DAY, 16);
      return [...near.rows];
    };
    expect(new Set(latest(plain)).size).toBe(16);
    expect(latest(orders({}, { note: rows }))).toEqual(latest(plain));
    expect(latest(orders({ shop: ['shop', rows] }))).toEqual(latest(plain));
  });

  it('is found once for plans that read the same', () => {
    expect(neighboursOf(shop, plan)).toBe(neighboursOf(shop, planNetwork(shop, 'customer', 4 * DAY)));
    const less = planNetwork(shop, 'customer', 4 * DAY, { columns: new Set(), omit: new Set() });
    expect(neighboursOf(shop, less)).not.toBe(neighboursOf(shop, plan));
  });

  it('a forward pass worked out by hand', async () => {
    // One number of the anchor and one of two rows of a relation; hidden width 1.
    const model = new TemporalNetwork({ self: 1, relations: [1], hidden: 1, outputs: 1, dropout: 0.5 }, 1);
    const values = [[2], [1], [3], [-1], [1, 1, 0, 0, 2], [0.5], [10], [0.25]];
    for (const [i, parameter] of model.parameters.entries()) parameter.write(Float32Array.from(values[i]!));
    const loaded = new LoadedBatch({
      anchors: Int32Array.of(0),
      self: Float32Array.of(1),
      relations: [
        {
          inputs: Float32Array.of(1, 3),
          weights: {
            ...{ numRows: 4, numCols: 2, indptr: Int32Array.of(0, 1, 2, 3, 5) },
            ...{ indices: Int32Array.of(1, 1, 1, 0, 1), values: Float32Array.of(1, 1, 1, 0.5, 0.5) },
          },
        },
      ],
    });
    const out = tidy(() => model.forward(loaded, { training: false }));
    // Own state 2 + 1 = 3; states of the rows 3 - 1 = 2 and 9 - 1 = 8, their mean 5; 3 + 8 + 2 * 5 + 0.5 = 21.5; 10 * 21.5 + 0.25.
    expect([...(await out.data())]).toEqual([215.25]);
    out.dispose();
    loaded.dispose();
    model.dispose();
  });
});

/** Anchors of a random database on three days, seen up to them, with labels. */
function randomProblem(seed: number, kind: 'binary' | 'numbers') {
  const draw = drawFrom(seed);
  const database = randomDatabase(draw);
  const numRows = database.tables.get('e')!.numRows;
  const part = (days: readonly number[]) => {
    const rows = Int32Array.from({ length: numRows * days.length }, (_, i) => i % numRows);
    const times = Float64Array.from(rows, (_, i) => days[Math.floor(i / numRows)]! * DAY);
    const labels = Float64Array.from(rows, (_, i) => (kind === 'binary' ? i % 2 : draw(9)));
    return { anchors: { table: 'e', rows, times, labels }, features: [] };
  };
  const problem: LearningProblem = {
    ...{ database, kind, numClasses: kind === 'binary' ? 2 : 1, seed },
    ...{ train: part([1020, 1040, 1060]), valid: part([1070]) },
  };
  return { draw, problem, last: 1070 * DAY };
}

/** The same problem of a database with other rows; undefined where a row of an anchor is gone. */
function problemIn(
  problem: LearningProblem,
  changed: ReturnType<typeof shuffledDatabase>,
): LearningProblem | undefined {
  const part = ({ anchors, features }: LearningProblem['train']) => {
    const { anchors: own, at } = anchorsIn(changed.places, anchors);
    return {
      anchors: { ...own, labels: Float64Array.from(at, (i) => anchors.labels[i]!) },
      features,
      isWhole: at.length === anchors.rows.length,
    };
  };
  const [train, valid] = [part(problem.train), part(problem.valid)];
  return train.isWhole && valid.isWhole ? { ...problem, database: changed.database, train, valid } : undefined;
}

const network = learnerNamed('network')!;

async function learned(problem: LearningProblem) {
  const { forecaster } = await network.fit(problem);
  const values = await forecaster.predict({ database: problem.database, ...problem.valid });
  const state = await forecaster.state();
  forecaster.dispose();
  return { values, state };
}

const runs = Number(process.env.NETWORK_RUNS ?? 4);

it('nothing after an anchor changes a bit of what is learned and forecast', async () => {
  let compared = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const { draw, problem, last } = randomProblem(seed, seed % 2 ? 'binary' : 'numbers');
    const again = problemIn(problem, changedAfter(draw, problem.database, last));
    if (!again) continue;
    expect(await learned(again), `seed ${seed}`).toEqual(await learned(problem));
    compared++;
  }
  expect(compared).toBeGreaterThan(runs / 3);
}, 120_000);

it('nor does the order of rows', async () => {
  for (let seed = 1; seed <= runs; seed++) {
    const { draw, problem } = randomProblem(seed, seed % 2 ? 'numbers' : 'binary');
    const again = problemIn(problem, shuffledDatabase(draw, problem.database))!;
    expect(await learned(again), `seed ${seed}`).toEqual(await learned(problem));
  }
}, 120_000);

it('nor what is not read', async () => {
  for (let seed = 1; seed <= runs; seed++) {
    const { draw, problem } = randomProblem(seed, seed % 2 ? 'numbers' : 'binary');
    const all = [...problem.database.tables.values()];
    const columns = new Set(all.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)));
    const reads = { columns, omit: new Set<string>() };
    const more = all.map((each) => {
      const values = Float64Array.from({ length: each.numRows }, () => draw(99));
      return { ...each, columns: [...each.columns, { name: 'note', kind: 'number', values } as const] };
    });
    const again = { ...problem, reads, database: databaseOfTables(...more, table('z', 2)) };
    expect(await learned(again), `seed ${seed}`).toEqual(await learned({ ...problem, reads }));
  }
}, 120_000);

it('nor the order of anchors that only the histories of what their rows refer to tell apart', async () => {
  // Every customer ordered once on one day, in a shop where others ordered before.
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const before = rows.flatMap((at) => Array.from({ length: at }, (_, i) => ({ at, day: 1 + (i % 7) })));
  const database = databaseOfTables(
    table('customer', 41),
    table('shop', 40),
    table('order', rows.length + before.length, {
      time: [...rows.map(() => 10), ...before.map(({ day }) => day)],
      keys: {
        customer: ['customer', [...rows, ...before.map(() => 40)]],
        shop: ['shop', [...rows, ...before.map(({ at }) => at)]],
      },
    }),
  );
  const part = (asked: readonly number[]) => ({
    anchors: {
      table: 'customer',
      rows: Int32Array.from(asked),
      times: Float64Array.from(asked, () => 11 * DAY),
      labels: Float64Array.from(asked, (row) => row % 2),
    },
    features: [],
  });
  const problem = { database, kind: 'binary', numClasses: 2, seed: 1, valid: part(rows) } as const;
  expect(await learned({ ...problem, train: part(rows.toReversed()) })).toEqual(
    await learned({ ...problem, train: part(rows) }),
  );
}, 120_000);

it('leaves no memory behind where a copy is not learned to the end, or not restored', async () => {
  const { problem } = randomProblem(3, 'binary');
  const memory = () => [numTensors(), usedBytes()];
  const { state } = await learned(problem);
  const before = memory();
  for (const last of [1, 2]) {
    const controller = new AbortController();
    let trainings = 0;
    const onProgress = ({ stage, done }: { readonly stage: string; readonly done: number }) => {
      if (stage === 'train' && done === 0 && ++trainings === last) controller.abort();
    };
    const run = { signal: controller.signal, onProgress };
    await expect(network.fit(problem, run)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(memory()).toEqual(before);
  }
  const context = {
    kind: 'binary',
    numClasses: 2,
    plan: { table: 'e', features: [], leftOut: [] },
    numRows: 4,
  } as const;
  const arrays = Object.fromEntries(Object.entries(state.arrays!).filter(([name]) => name !== 'weights-1-0'));
  expect(() => network.restore({ ...written(state), arrays }, context)).toThrow('weights-1-0');
  expect(memory()).toEqual(before);
});

/** As files keep it. */
function written({ data, arrays }: ForecasterState): ForecasterState {
  return { data: JSON.parse(JSON.stringify(data)), texts: {}, arrays: structuredClone(arrays!) };
}

it('is restored to the same bits, and what cannot be is refused', async () => {
  for (const kind of ['binary', 'numbers'] as const) {
    const { problem } = randomProblem(3, kind);
    const { values, state } = await learned(problem);
    const plan = { table: 'e', features: [], leftOut: [] };
    const context = { kind, numClasses: problem.numClasses, plan, numRows: 4 };
    const restored = network.restore(written(state), context);
    expect(await restored.predict({ database: problem.database, ...problem.valid })).toEqual(values);
    expect(written(await restored.state())).toEqual(written(state));
    const part = { database: problem.database, ...problem.valid };
    const [events, total]: [object[], number] = [[], problem.valid.anchors.rows.length];
    await restored.predict(part, { onProgress: (event) => events.push(event) });
    expect(events).toEqual([{ stage: 'predict', done: total, total, unit: 'rows' }]);
    const aborted = restored.predict(part, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    restored.dispose();
    expect(() => network.restore({}, context)).toThrow();
    expect(() => network.restore(written(state), { ...context, numClasses: 7 })).toThrow();
    expect(() => network.restore(written(state), { ...context, plan: { ...plan, table: 'c' } })).toThrow();
    expect(() => network.restore({ ...written(state), arrays: {} }, context)).toThrow();
    const data = { ...state.data, hidden: 2 ** 30 };
    expect(() => network.restore({ ...written(state), data }, context)).toThrow();
  }
});

it('learns what only the orders of the past tell, and so does what is learned again', async () => {
  // Who ordered much last time orders again; half of the customers do.
  const numCustomers = 60;
  const customers = Array.from({ length: numCustomers }, (_, i) => i);
  const days = [10, 20, 30, 40];
  const rows = customers.flatMap((customer) =>
    days.map((day) => ({ customer, day, total: (customer * 7 + day * customer) % 11 })),
  );
  const database = databaseOfTables(
    table('customer', numCustomers),
    table('order', rows.length, {
      time: rows.map(({ day }) => day),
      keys: { customer: ['customer', rows.map(({ customer }) => customer)] },
      numbers: { total: rows.map(({ total }) => total) },
    }),
  );
  const part = (each: readonly number[]) => {
    const asked = rows.filter(({ day }) => each.includes(day));
    return {
      anchors: {
        table: 'customer',
        rows: Int32Array.from(asked, ({ customer }) => customer),
        times: Float64Array.from(asked, ({ day }) => (day + 1) * DAY),
        labels: Float64Array.from(asked, ({ total }) => Number(total > 5)),
      },
      features: [],
    };
  };
  const [train, valid] = [part([10, 20, 30]), part([40])];
  const { forecaster, refit } = await network.fit({ database, kind: 'binary', numClasses: 2, train, valid, seed: 1 });
  const again = await refit(train);
  for (const each of [forecaster, again]) {
    const values = await each.predict({ database, ...valid });
    const right = valid.anchors.labels.filter((label, i) => (values[2 * i + 1]! > 0.5 ? 1 : 0) === label).length;
    expect(right / numCustomers).toBeGreaterThan(0.85);
    each.dispose();
  }
});
