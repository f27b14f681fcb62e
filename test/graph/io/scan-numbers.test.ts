import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineBlocks } from '../../../src/graph/io/bytes/line-blocks.js';
import { NumberScanner } from '../../../src/graph/io/bytes/scan-numbers.js';
import { type ReferenceKind, type ScannedRow, scanReference } from './scan-reference.js';

async function scan(
  text: string,
  delimiter: string,
  kinds: readonly ReferenceKind[],
  pieces: number,
  capacity: number,
) {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, i) => {
    return bytes.slice(i * pieces, (i + 1) * pieces);
  });
  const badLines: number[] = [];
  const columns = kinds.map((kind, i) => ({ name: String(i), kind }));
  const format = { delimiter: delimiter.charCodeAt(0), columns, comments: true };
  const onTrouble = (_code: string, _message: string, line: number) => {
    badLines.push(line);
    return true;
  };
  const scanner = new NumberScanner(format, onTrouble, { capacity });
  const rows: ScannedRow[] = [];
  const take = () => {
    const { batch, dictionaries } = scanner;
    for (let i = 0; i < batch.rows; i++) {
      const cells = kinds.map((kind, k) => {
        if (kind === 'skip') return '';
        if (kind === 'number') return batch.numbers[k]![i]!;
        const code = batch.codes[k]![i]!;
        return code < 0 ? '' : dictionaries[k]!.values()[code]!;
      });
      rows.push({ line: batch.lines[i]!, cells });
    }
    scanner.takeBatch();
  };
  for await (const block of lineBlocks({ name: 'text', bytes: chunks })) {
    for (let pos = block.start; pos < block.end; ) {
      pos = scanner.scan(block.bytes, pos, block.end);
      take();
    }
  }
  return { rows, badLines };
}

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true }).map(String) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(999_999), fc.stringMatching(/^\d{0,12}$/)).map(([a, b]) => `${a}.${b}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '-', '.', '-.5', '5.', '00', '-0', '+3', '1e5', '1e999', ' 7', '7 ', 'x', '"w"'),
  },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String) },
  { weight: 1, arbitrary: fc.stringMatching(/^[!-~]{0,4}$/) },
);
const lineEnd = fc.constantFrom('\n', '\n', '\r\n');

test.each([',', ';', '\t', ' '])('the scanner reads what the reference reads (delimiter %j)', async (delimiter) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<ReferenceKind>('number', 'number', 'category', 'skip'), { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(
          fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 1 })),
          fc.array(cell, { minLength: 5, maxLength: 5 }),
          lineEnd,
        ),
        { maxLength: 12 },
      ),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (kinds, lines, pieces, capacity, hasEnd) => {
        const text = lines
          .map(([extra, cells, end]) => cells.slice(0, kinds.length + extra).join(delimiter) + end)
          .join('');
        const whole = hasEnd ? text : text.replace(/\r?\n$/, '');
        const expected = scanReference(whole, delimiter, kinds);
        expect(await scan(whole, delimiter, kinds, pieces, capacity)).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('a category of many words keeps its codes', async () => {
  const words = Array.from({ length: 500 }, (_, i) => `relation ${i}`);
  const text = [...words, ...words].map((word, i) => `${word},${i}\n`).join('');
  const { rows } = await scan(text, ',', ['category', 'number'], 1000, 64);
  expect(rows.map(({ cells }) => cells[0])).toEqual([...words, ...words]);
});
