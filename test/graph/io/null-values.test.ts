import { describe, expect, it } from 'vitest';
import { type ColumnDeclarations, readCsvGraph } from '../../../src/graph/index.js';

async function read(text: string, columns: ColumnDeclarations) {
  const files = { name: 'nodes.csv', bytes: [new TextEncoder().encode(text)] };
  const { graph } = await readCsvGraph({ nodes: { n: { files, columns } } });
  return graph.nodeTable('n');
}

describe.each([
  ['int32', '7', '-2147483648', [7, -2147483648]],
  ['int64', '7', '9007199254740993', [7n, 9007199254740993n]],
  ['float32', '0.5', '-2e3', [0.5, -2000]],
  ['float64', '0.125', '123456.789', [0.125, 123456.789]],
  ['bool', 'true', '0', [true, false]],
] as const)('a column of type %s', (type, first, second, values) => {
  it('refuses an empty cell, naming row and column, where it is not nullable', async () => {
    const columns = { a: { type, nullable: false } } as const;
    await expect(read(`b,a\n1,${first}\n2,\n`, columns)).rejects.toMatchObject({
      code: 'NULL_VALUE',
      location: { file: 'nodes.csv', row: 3, column: 'a' },
    });
    const table = await read(`b,a\n1,${first}\n2,${second}\n`, columns);
    expect([...table.getChild('a')!]).toEqual(values);
    expect(table.schema.fields.find(({ name }) => name === 'a')!.nullable).toBe(false);
  });

  it('holds null where it is nullable', async () => {
    const table = await read(`b,a\n1,${first}\n2,\n3,${second}\n`, { a: { type, nullable: true } });
    expect([...table.getChild('a')!]).toEqual([values[0], null, values[1]]);
    expect(table.getChild('a')!.nullCount).toBe(1);
  });
});

it.each([
  ['int32', '2147483648'],
  ['int32', '1.5'],
  ['int64', '9223372036854775808'],
  ['float64', '1e999'],
  ['float64', '1.2.3'],
  ['bool', 'yes'],
] as const)('a cell of type %s is not %s', async (type, cell) => {
  await expect(read(`b,a\n1,${cell}\n`, { a: { type } })).rejects.toMatchObject({
    location: { row: 2, column: 'a' },
  });
});

it('decimal fractions are those that JavaScript reads', async () => {
  const cells = ['1.50', '-0.25', '1234567.8', '.5', '3.', '0.000001', '123456789012.345', '99999999999999.9'];
  const table = await read(`b,a\n${cells.map((cell) => `1,${cell}`).join('\n')}\n`, { a: { type: 'float64' } });
  expect([...table.getChild('a')!]).toEqual(cells.map(Number));
});
