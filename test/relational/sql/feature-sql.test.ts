import { DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { computeFeatures, featureSql, planFeatures, type SqlDialect, sqlPlan } from '../../../src/relational/index.js';
import { drawFrom, randomAnchors, randomDatabase } from '../random-database.js';
import { asSql } from './tables.js';

const numRuns = Number(process.env.RELATIONAL_RUNS ?? 3);

/** Runs statements and gives the rows of the last one, by the names of their columns. */
type Engine = (statements: readonly string[]) => Promise<Record<string, unknown>[]>;

async function compare(dialect: SqlDialect, engine: Engine, seed: number, table: string): Promise<void> {
  const draw = drawFrom(seed);
  const database = randomDatabase(draw);
  const anchors = randomAnchors(draw, database, table);
  const plan = sqlPlan(planFeatures(database, table, { horizonDays: 20, maxFeatures: 5000 }));
  const { statements, tables, anchors: asked } = asSql(database, anchors);
  const found = await computeFeatures(database, plan, anchors);
  let answers: Record<string, unknown>[] = [];
  // In pieces: no engine likes a thousand joins.
  for (let at = 0; at < plan.features.length; at += 40) {
    const part = { ...plan, features: plan.features.slice(at, at + 40) };
    const { text, columns } = featureSql(part, { dialect, tables, anchors: asked });
    answers = await engine([...(at === 0 ? statements : []), text]);
    const rows = new Map(answers.map((row) => [`${row.id} ${row.asked_at}`, row]));
    for (const [j, row] of anchors.rows.entries()) {
      const seen = anchors.seenUntil;
      // An anchor that is there twice, with other ends of what is seen, has two answers.
      const twice = [...anchors.rows.keys()].some(
        (k) => k !== j && anchors.rows[k] === row && anchors.times[k] === anchors.times[j] && seen,
      );
      if (twice) continue;
      const answer = rows.get(`${row} ${anchors.times[j]}`)!;
      for (const [i, column] of columns.entries()) {
        const [is, value] = [answer[column], found[at + i]!.values[j]!];
        const same = is === null ? Number.isNaN(value) : Math.abs(Number(is) - value) <= 1e-7 * (1 + Math.abs(value));
        if (!same) throw new Error(`${part.features[i]!.name} of anchor ${j} is ${is}, not ${value}`);
      }
    }
  }
}

describe('features as SQL', () => {
  it('are in DuckDB those that are computed here, of random databases', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const engine: Engine = async (statements) => {
      for (const statement of statements.slice(0, -1)) await connection.run(statement);
      const reader = await connection.runAndReadAll(statements.at(-1)!);
      return reader.getRowObjects() as Record<string, unknown>[];
    };
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c', 'd'), (seed, table) =>
        compare('duckdb', engine, seed, table),
      ),
      { numRuns },
    );
    connection.closeSync();
  }, 120_000);

  it('are so in Postgres', async () => {
    const database = await PGlite.create();
    const engine: Engine = async (statements) => {
      for (const statement of statements.slice(0, -1)) await database.exec(statement);
      return (await database.query<Record<string, unknown>>(statements.at(-1)!)).rows;
    };
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c'), (seed, table) =>
        compare('postgres', engine, seed, table),
      ),
      { numRuns: 1 },
    );
    await database.close();
  }, 120_000);
});
