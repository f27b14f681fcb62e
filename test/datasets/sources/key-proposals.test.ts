import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { mappingText, sqliteSource, type TableSource } from '../../../src/datasets/index.js';
import { chinookFile, data, hasChinook } from './chinook.js';
import {
  chinookKeys,
  disguised,
  type Key,
  raceKeys,
  remembered,
  renamings,
  type Score,
  scored,
} from './key-proposals.js';

/** The tables of races in memory, of the large ones every fourth row. */
function races(): TableSource {
  const folder = join(data, 'rel-f1');
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith('.csv.gz'))
    .map((file) => {
      const lines = gunzipSync(readFileSync(join(folder, file)))
        .toString()
        .trim()
        .split('\n');
      const cells = (line: string) =>
        [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((found) => found[1]!.replace(/^"|"$/g, ''));
      return {
        name: file.replace('.csv.gz', ''),
        columns: lines[0]!.trim().split(','),
        rows: lines
          .slice(1)
          .filter((_, at) => lines.length < 2000 || at % 4 === 0)
          .map(cells),
      };
    });
  return {
    name: 'races',
    tables: async () =>
      tables.map(({ name, columns }) => ({
        ...{ name, columns: columns.map((column) => ({ name: column, type: '' })), foreignKeys: [] },
        primaryKey: [columns[0]!],
      })),
    async *rows(table, columns) {
      const known = tables.find(({ name }) => name === table)!;
      const at = columns.map((column) => known.columns.indexOf(column));
      yield { numRows: known.rows.length, columns: at.map((i) => known.rows.map((row) => row[i] ?? null)) };
    },
    close: async () => {},
  };
}

/** Nothing wrong is proposed without a word of doubt, in the mapping and among the warnings. */
function expectDoubt({ wrong, guess }: Score): void {
  for (const { key, note } of wrong) {
    expect(note).toMatch(/see whether that is meant/);
    expect(guess.warnings.some((text) => text.includes(key.split(' > ')[1]!))).toBe(true);
  }
}

/** What is proposed under each way of calling things. */
async function measured(
  source: TableSource,
  keys: readonly Key[],
  names = Object.keys(renamings),
): Promise<Record<string, Score>> {
  const scores: Record<string, Score> = {};
  for (const name of names) {
    const renaming = renamings[name]!;
    const score = await scored(disguised(source, keys, renaming), keys, renaming);
    expectDoubt(score);
    scores[name] = score;
  }
  return scores;
}

const figures = (scores: Readonly<Record<string, Score>>) =>
  Object.fromEntries(Object.entries(scores).map(([name, { right, wrong }]) => [name, [right.length, wrong.length]]));

const named = (count: number) =>
  Object.fromEntries(Object.keys(renamings).map((name) => [name, name === 'columns by number' ? [0, 0] : [count, 0]]));

describe.skipIf(!hasChinook)('keys that nothing declares', () => {
  let shop: TableSource;
  beforeAll(async () => {
    const source = await sqliteSource(chinookFile());
    shop = await remembered(source);
    await source.close();
  });

  it('chinook: 10 of 11 are proposed and none is wrong; the eleventh is named, and so is what numbers without names could be', {
    timeout: 120_000,
  }, async () => {
    const scores = await measured(shop, chinookKeys);
    expect(figures(scores)).toEqual({ ...named(10), 'columns by number, ids in letters': [9, 0] });
    const { guess } = scores['as they are']!;
    const text = mappingText(guess.mapping, guess.notes);
    expect(text).toMatch(
      /# Customer, column SupportRepId: all 3 values are ids of MediaType \(MediaTypeId\), Employee \(EmployeeId\), /,
    );
    const numbers = renamings['columns by number']!;
    const said = scores['columns by number']!.guess.notes.more!.join('\n');
    const isSaid = ([table, column]: Key) =>
      said.includes(`${numbers.table!(table)}, column ${numbers.column!(column, table, [])}:`);
    expect(chinookKeys.filter(isSaid).length).toBe(9);
  });

  it('chinook: a key that alone is dropped is proposed again, or named', { timeout: 120_000 }, async () => {
    for (const key of chinookKeys) {
      const { missing, wrong } = await scored(
        disguised(shop, chinookKeys, {}, (each) => each !== key),
        chinookKeys,
        {},
      );
      expect([missing, wrong]).toEqual([key[1] === 'SupportRepId' ? ['Customer.SupportRepId > Employee'] : [], []]);
    }
  });

  it('races: all 13 are proposed and none is wrong', { timeout: 120_000 }, async () => {
    const names = ['ids called id', 'tables with a prefix', 'columns by number, ids in letters'];
    expect(figures(await measured(races(), raceKeys, names))).toEqual(
      Object.fromEntries(names.map((name) => [name, [13, 0]])),
    );
  });
});
