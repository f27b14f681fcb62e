import { expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import type { Anchors, Database } from '../../../src/relational/index.js';
import { ListHistory } from '../../../src/relational/lists/history/history.js';
import { PairSource } from '../../../src/relational/lists/pairs/pair-columns.js';
import { type PairPlan, planPairs } from '../../../src/relational/lists/pairs/plan.js';
import { listQuestionOf } from '../../../src/relational/lists/task/question.js';
import { changedAfter, shuffledDatabase } from '../changed-database.js';
import { DAY, drawFrom, randomDatabase } from '../random-database.js';
import { withIds } from './with-ids.js';

const QUERIES = [
  'PREDICT LIST(c.p VIA e) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.word VIA e) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.e) OVER 30 DAYS FOR p',
  'PREDICT LIST(d.c) OVER 30 DAYS FOR p',
];

/** All features of the candidates of all rows of a table, by ids; undefined where nobody knows when links happened. */
async function featuresOf(
  database: Database,
  query: string,
  [seen, at]: readonly [number, number],
  plan?: PairPlan,
): Promise<{ readonly plan: PairPlan; readonly rows: Record<string, unknown> } | undefined> {
  try {
    const question = listQuestionOf(database, query, true);
    const history = new ListHistory(question);
    const own = planPairs(database, history, { fitUntil: seen, omit: [] });
    const { numRows, name, ids } = question.entity;
    const rows = Int32Array.from({ length: numRows }, (_, row) => row);
    const anchors: Anchors = {
      ...{ table: name, rows, times: new Float64Array(numRows).fill(at) },
      seenUntil: new Float64Array(numRows).fill(seen),
    };
    const { offsets, items, columns } = await new PairSource(database, history, plan ?? own, 5).of(anchors);
    const pairsOf = (row: number) =>
      Array.from({ length: offsets[row + 1]! - offsets[row]! }, (_, n) => offsets[row]! + n).map((pair) => [
        question.items.ids[items[pair]!],
        ...columns.map((column) => [column.name, column.values[pair]]),
      ]);
    return { plan: own, rows: Object.fromEntries(Array.from(rows, (row) => [ids!.idOf(row), pairsOf(row)])) };
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'INVALID_QUERY') return undefined;
    throw error;
  }
}

it('nothing after what is seen changes a candidate or a feature of a pair, nor does the order of rows', {
  timeout: 60_000,
}, async () => {
  let pairs = 0;
  for (let seed = 0; seed < 120; seed++) {
    const draw = drawFrom(500 + seed);
    const database = randomDatabase(draw);
    const seen = (1000 + 10 * draw(12)) * DAY;
    const query = QUERIES[seed % QUERIES.length]!;
    const times = [seen, seen + 5 * DAY] as const;
    for (const { database: changed, places } of [
      changedAfter(draw, database, seen),
      shuffledDatabase(draw, database),
    ]) {
      const { before, after } = withIds(database, changed, places);
      const was = await featuresOf(before, query, times);
      const is = was && (await featuresOf(after, query, times, was.plan));
      if (!was || !is) continue;
      expect(is.plan, `seed ${seed}, ${query}`).toEqual(was.plan);
      for (const [id, list] of Object.entries(was.rows)) {
        if (!(id in is.rows)) continue;
        expect(is.rows[id], `seed ${seed}, ${query}, ${id}`).toEqual(list);
        pairs += (list as unknown[]).length;
      }
    }
  }
  expect(pairs).toBeGreaterThan(250);
});
