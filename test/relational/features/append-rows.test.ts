import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeteroGraphError } from '../../../src/core/index.js';
import {
  appendRows,
  type Column,
  computeFeatures,
  type Database,
  planFeatures,
  type Table,
} from '../../../src/relational/index.js';
import { drawFrom, randomAnchors, randomDatabase } from '../random-database.js';

const numRuns = Number(process.env.RELATIONAL_RUNS ?? 5);

/** Some rows of a table. */
function part(table: Table, from: number, to: number): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind !== 'category') return { ...column, values: column.values.slice(from, to) };
    // Only the categories that these rows have.
    const codes = column.codes.slice(from, to);
    const categories = column.categories.filter((_, code) => codes.includes(code));
    return { ...column, categories, codes: codes.map((code) => categories.indexOf(column.categories[code] ?? '')) };
  });
  return {
    ...{ name: table.name, numRows: to - from, columns },
    keys: table.keys.map((key) => ({ ...key, rows: key.rows.slice(from, to) })),
    ...(table.time ? { time: table.time.slice(from, to) } : {}),
  };
}

const databaseOf = (tables: readonly Table[]): Database => ({
  tables: new Map(tables.map((each) => [each.name, each])),
});

describe('appendRows', () => {
  it('gives the features of all rows at once, to the bit, late rows and new parents included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('e', 'c'), async (seed, name) => {
        const draw = drawFrom(seed);
        const drawn = randomDatabase(draw);
        const first = new Map([...drawn.tables].map(([key, { numRows }]) => [key, draw(numRows + 1)]));
        // Old rows refer to old rows only.
        const tables = [...drawn.tables.values()].map((table) => ({
          ...table,
          keys: table.keys.map((key) => ({
            ...key,
            rows: key.rows.map((to, row) => (row < first.get(table.name)! && to >= first.get(key.table)! ? -1 : to)),
          })),
        }));
        const old = databaseOf(tables.map((table) => part(table, 0, first.get(table.name)!)));
        const added = tables.map((table) => part(table, first.get(table.name)!, table.numRows));
        const plan = planFeatures(databaseOf(tables), name, { horizonDays: 20, maxFeatures: 5000 });
        await computeFeatures(old, plan, randomAnchors(draw, old, name));
        const anchors = randomAnchors(draw, databaseOf(tables), name);
        const grown = appendRows(old, added);
        const found = await computeFeatures(grown, plan, anchors);
        const whole = databaseOf([...grown.tables.values()]);
        for (const [i, { name: feature, values }] of (await computeFeatures(whole, plan, anchors)).entries()) {
          expect(found[i]!.values, feature).toEqual(values);
        }
        for (const table of tables) {
          const { time, keys, numRows } = grown.tables.get(table.name)!;
          expect({ time, keys, numRows }).toEqual({ time: table.time, keys: table.keys, numRows: table.numRows });
        }
      }),
      { numRuns, examples: [[0, 'e']] },
    );
  });

  it('knows old and new rows by their ids', () => {
    const ids = (first: number) => ({
      idOf: (row: number) => first + row,
      indexOf: (id: string | number) => (id === first ? 0 : -1),
    });
    const thing = (first: number): Table => ({ name: 'thing', numRows: 1, columns: [], keys: [], ids: ids(first) });
    const grown = appendRows(databaseOf([thing(7)]), [thing(9)]).tables.get('thing')!.ids!;
    expect([grown.idOf(0), grown.idOf(1), grown.indexOf(7), grown.indexOf(9), grown.indexOf(8)]).toEqual([
      7, 9, 0, 1, -1,
    ]);
  });

  it('refuses rows that are not as those of the table, by a code', () => {
    const database = randomDatabase(drawFrom(3));
    const e = database.tables.get('e')!;
    const codeOf = (table: Table) => {
      try {
        appendRows(database, [table]);
      } catch (error) {
        return (error as HeteroGraphError).code;
      }
      return undefined;
    };
    expect(() => appendRows(database, [e, { ...e }])).toThrow(expect.objectContaining({ code: 'DUPLICATE_NAME' }));
    expect(codeOf({ ...e, name: 'none' })).toBe('UNKNOWN_TYPE');
    expect(codeOf({ ...e, columns: e.columns.slice(1) })).toBe('MODEL_MISMATCH');
    expect(codeOf({ ...e, numRows: e.numRows + 1 })).toBe('SHAPE_MISMATCH');
    expect(codeOf({ ...e, ids: { idOf: String, indexOf: Number } })).toBe('MODEL_MISMATCH');
    const far = e.keys.map((key) => ({ ...key, rows: key.rows.map(() => 2 * e.numRows) }));
    expect(codeOf({ ...e, keys: far })).toBe('INDEX_OUT_OF_RANGE');
  });
});
