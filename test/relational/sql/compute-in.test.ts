import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareIds } from '../../../src/graph/internal.js';
import {
  type Anchors,
  computeFeatures,
  computeFeaturesIn,
  type Database,
  openDatabase,
  planFeatures,
  type SqlEngine,
  sqlPlan,
} from '../../../src/relational/index.js';
import { chinookFile, data, hasChinook } from '../../datasets/sources/chinook.js';
import { drawFrom, randomAnchors, randomDatabase } from '../random-database.js';
import { asSql } from './tables.js';

let connection: DuckDBConnection;
let postgres: PGlite;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  postgres = await PGlite.create();
});
afterAll(async () => {
  connection.closeSync();
  await postgres.close();
});

const run = {
  duckdb: async (sql: string) => void (await connection.run(sql)),
  postgres: async (sql: string) => void (await postgres.exec(sql)),
};
const engines = () => ({ duckdb: connection as unknown as SqlEngine, postgres: postgres as SqlEngine });

/** Compares what a database computes with what is computed here; the anchors are given once each. */
async function compare(
  dialect: 'duckdb' | 'postgres',
  database: Database,
  anchors: Anchors,
  maxFeatures: number,
  engine: SqlEngine = engines()[dialect],
): Promise<number> {
  const plan = sqlPlan(planFeatures(database, anchors.table, { horizonDays: 20, maxFeatures }));
  const { statements, ...layout } = asSql(database, anchors);
  for (const statement of statements) await run[dialect](statement);
  const found = await computeFeaturesIn(engine, plan, { dialect, ...layout });
  const order = Array.from(anchors.rows.keys()).sort(
    (a, b) =>
      anchors.times[a]! - anchors.times[b]! ||
      compareIds(anchors.rows[a]!, anchors.rows[b]!) ||
      (anchors.seenUntil?.[a] ?? 0) - (anchors.seenUntil?.[b] ?? 0),
  );
  expect(found.ids).toEqual(order.map((i) => anchors.rows[i]));
  expect(Array.from(found.times)).toEqual(order.map((i) => anchors.times[i]));
  const here = await computeFeatures(database, plan, anchors);
  expect(found.features.map(({ values: _, ...feature }) => feature)).toEqual(
    here.map(({ values: _, ...feature }) => feature),
  );
  let different = 0;
  for (const [f, { name, values }] of here.entries()) {
    for (const [place, i] of order.entries()) {
      const [is, was] = [found.features[f]!.values[place]!, values[i]!];
      const isSame = Number.isNaN(was) ? Number.isNaN(is) : Math.abs(is - was) <= 1e-9 * (1 + Math.abs(was));
      if (!isSame) throw new Error(`${name} of anchor ${i} is ${is}, not ${was}`);
    }
    different += new Set(values).size;
  }
  return different;
}

/** Each different anchor once. */
function once({ table, rows, times, seenUntil = times }: Anchors): Anchors {
  const keys = Array.from(rows, (row, i) => `${row} ${times[i]} ${Math.min(seenUntil[i]!, times[i]!)}`);
  const kept = [...rows.keys()].filter((i) => keys.indexOf(keys[i]!) === i);
  return {
    ...{ table, rows: Int32Array.from(kept, (i) => rows[i]!), times: Float64Array.from(kept, (i) => times[i]!) },
    seenUntil: Float64Array.from(kept, (i) => seenUntil[i]!),
  };
}

describe('features that a database computes', () => {
  it.each(['duckdb', 'postgres'] as const)(
    'are in %s those that are computed here, of random databases',
    async (dialect) => {
      let different = 0;
      for (const seed of dialect === 'duckdb' ? [1, 2, 3, 4] : [5]) {
        const draw = drawFrom(seed);
        const database = randomDatabase(draw);
        different += await compare(dialect, database, once(randomAnchors(draw, database, 'e')), 150);
      }
      expect(different).toBeGreaterThan(200);
    },
    120_000,
  );

  it.skipIf(!hasChinook).each([
    ['rel-f1', 'driver'],
    ['chinook', 'Customer'],
  ] as const)(
    'are so in duckdb of %s (skipped where the data set is absent)',
    async (name, table) => {
      const { database } = await openDatabase(name === 'chinook' ? chinookFile() : join(data, name));
      const { numRows } = database.tables.get(table)!;
      const days = [...database.tables.values()].flatMap(({ time }) => (time ? [...time] : [])).sort((a, b) => a - b);
      const rows = Int32Array.from({ length: 150 }, (_, i) => (i * 37) % numRows);
      const times = Float64Array.from(rows, (_, i) => days[Math.floor((days.length * (i + 30)) / 200)]!);
      expect(await compare('duckdb', database, once({ table, rows, times }), 120)).toBeGreaterThan(300);
    },
    120_000,
  );

  it('are so where a function runs the queries, and folds the case of names', async () => {
    const draw = drawFrom(9);
    const database = randomDatabase(draw);
    const engine: SqlEngine = async (sql) => {
      const { rows } = await postgres.query<Record<string, unknown>>(sql);
      // As Snowflake names columns, and drivers give exact numbers.
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, cell]) => [
            name.toUpperCase(),
            typeof cell === 'number' && name !== 'id' ? String(cell) : cell,
          ]),
        ),
      );
    };
    await compare('postgres', database, once(randomAnchors(draw, database, 'c')), 60, engine);
  }, 60_000);

  it('say what is wrong with a code, and leave the connection as it was', async () => {
    const draw = drawFrom(2);
    const database = randomDatabase(draw);
    const anchors = once(randomAnchors(draw, database, 'e'));
    const plan = sqlPlan(planFeatures(database, 'e', { horizonDays: 20, maxFeatures: 8 }));
    const { statements, ...layout } = asSql(database, anchors);
    for (const statement of statements) await run.postgres(statement);
    const asked = (engine: SqlEngine, options: object = {}) =>
      computeFeaturesIn(engine, plan, { dialect: 'postgres', ...layout, ...options });
    const missing = { ...layout.anchors, name: 'nothing' };
    await expect(asked(postgres, { anchors: missing })).rejects.toMatchObject({ code: 'QUERY_FAILED' });
    await expect(asked(postgres, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(asked(postgres, { featuresAtOnce: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(asked(5 as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(asked({} as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(asked(async () => [{ id: 1 }])).rejects.toMatchObject({ code: 'WRONG_DTYPE' });
    await expect(asked({ query: async () => ({ rows: [] }), totalCount: 3 } as never)).rejects.toMatchObject({
      ...{ code: 'INVALID_OPTION', hint: expect.stringContaining('pool.connect()') },
    });
    const answers = (cells: object): SqlEngine => {
      return async (sql) => (await postgres.query<object>(sql)).rows.map((row) => ({ ...row, ...cells }));
    };
    await expect(asked(answers({ id: null }))).rejects.toMatchObject({ code: 'WRONG_DTYPE' });
    await expect(asked(answers({ id: {} }))).rejects.toMatchObject({ code: 'WRONG_DTYPE' });
    await expect(asked(answers({ asked_at: null }))).rejects.toMatchObject({ code: 'NON_FINITE' });
    const dated = await asked(answers({ id: new Date(5) }));
    expect(dated.ids[0]).toBe('1970-01-01T00:00:00.005Z');
    let count = 0;
    const changing: SqlEngine = async (sql) => {
      const { rows } = await postgres.query<object>(sql);
      return rows.slice(count++);
    };
    await expect(asked(changing, { featuresAtOnce: 1 })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    await postgres.exec('BEGIN');
    await expect(asked(postgres)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await postgres.exec('ROLLBACK');
    const stages: string[] = [];
    const { ids } = await asked(postgres, {
      onProgress: ({ stage, done, total }: { stage: string; done: number; total: number }) =>
        stages.push(`${stage} ${done}/${total}`),
    });
    expect(ids).toHaveLength(anchors.rows.length);
    expect(stages.at(-1)).toMatch(/^features in the database (\d+)\/\1$/);
    // No transaction is left open.
    await postgres.exec('CREATE TABLE written (a integer); DROP TABLE written');
  }, 60_000);

  it('leave no transaction of DuckDB open, whenever they are aborted', async () => {
    const draw = drawFrom(4);
    const database = randomDatabase(draw);
    const anchors = once(randomAnchors(draw, database, 'e'));
    const plan = sqlPlan(planFeatures(database, 'e', { horizonDays: 20, maxFeatures: 8 }));
    const { statements, ...layout } = asSql(database, anchors);
    for (const statement of statements) await run.duckdb(statement);
    for (let query = 0; query < 3; query++) {
      const controller = new AbortController();
      let asked = 0;
      const engine = new Proxy(connection, {
        get(target, name) {
          const own = Reflect.get(target, name);
          if (name !== 'stream') return typeof own === 'function' ? own.bind(target) : own;
          return (sql: string) => {
            if (asked++ === query) controller.abort();
            return target.stream(sql);
          };
        },
      });
      const { signal } = controller;
      const work = computeFeaturesIn(engine as unknown as SqlEngine, plan, {
        ...{ dialect: 'duckdb', ...layout, signal, featuresAtOnce: 1 },
      });
      await expect(work).rejects.toMatchObject({ code: 'ABORTED' });
      await run.duckdb('CREATE TABLE written (a integer); DROP TABLE written');
    }
  }, 60_000);
});
