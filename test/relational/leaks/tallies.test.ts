import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Column } from '../../../src/relational/database/types.js';
import { areaOfRanks, areaOfSum, ranksOf } from '../../../src/relational/leaks/ranks.js';
import { talliesOf } from '../../../src/relational/leaks/tallies.js';

/** Each value looked at by itself, row after row. */
function testsOf(column: Column): [text: string, test: (row: number) => boolean][] {
  if (column.kind === 'category') {
    const { categories, codes } = column;
    const each = categories.map((text, code): [string, (row: number) => boolean] => [
      JSON.stringify(text),
      (row) => codes[row] === code,
    ]);
    return [['missing', (row) => codes[row]! < 0], ...(categories.length > 50 ? [] : each)];
  }
  const { kind, values } = column;
  return [
    ...(kind === 'date'
      ? []
      : [[kind === 'boolean' ? 'true' : 'above zero', (row: number) => values[row]! > 0] as const]),
    ['missing', (row: number) => Number.isNaN(values[row]!)],
  ].map(([text, test]) => [text, test] as [string, (row: number) => boolean]);
}

const rows = fc.array(
  fc.record({
    count: fc.integer({ min: 0, max: 3 }),
    code: fc.integer({ min: -1, max: 3 }),
    value: fc.constantFrom(Number.NaN, -1, 0, 1, 2),
    first: fc.integer({ min: 0, max: 5 }),
    last: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 40 },
);

it.each(['category', 'number', 'boolean', 'date', 'many'] as const)(
  'values of a %s are counted at once as one after the other',
  (kind) => {
    fc.assert(
      fc.property(rows, (all) => {
        const numCategories = kind === 'many' ? 51 : 4;
        const column: Column =
          kind === 'category' || kind === 'many'
            ? {
                ...{ name: 'x', kind: 'category', codes: Int32Array.from(all, ({ code }) => code) },
                categories: Array.from({ length: numCategories }, (_, i) => `c${i}`),
              }
            : { name: 'x', kind, values: Float64Array.from(all, ({ value }) => value) };
        const there = all.flatMap(({ count }, i) => (count > 0 ? [i] : []));
        const ranks = (of: 'first' | 'last') => ranksOf(Float64Array.from(there, (i) => all[i]![of]));
        const [firstRanks, lastRanks] = [ranks('first'), ranks('last')];
        const counts = Float64Array.from(all, ({ count }) => count);
        const table = { name: 't', numRows: 0, columns: [], keys: [] };
        const referring = { name: 't', table, owners: new Int32Array(), counts, firstRanks, lastRanks };
        const tallies = talliesOf(column, referring);
        const tests = testsOf(column);
        expect(tallies.map(({ text }) => text)).toEqual(tests.map(([text]) => text));
        for (const [k, [, test]] of tests.entries()) {
          const { referred, alone, ...sums } = tallies[k]!;
          const flags = Uint8Array.from(there, (i) => Number(test(i)));
          expect(referred).toBe(flags.reduce((sum, flag) => sum + flag, 0));
          expect(referred + alone).toBe([...all.keys()].filter(test).length);
          expect(areaOfSum(sums.firstRanks, referred, there.length)).toBe(areaOfRanks(firstRanks, flags));
          expect(areaOfSum(sums.lastRanks, referred, there.length)).toBe(areaOfRanks(lastRanks, flags));
        }
      }),
    );
  },
);
