import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnDeclarations, readCsvGraph, readEdgeList, readJsonLines } from '../../../src/graph/index.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';

const twins = ['9007199254740992', '9007199254740993'];
const nodes = (text: string, columns: ColumnDeclarations = {}, id?: string) => ({
  n: { files: { name: 'n', text }, columns, ...(id ? { id } : {}) },
});
const json = (values: readonly string[]) => values.map((value) => `{"a":${value}}\n`).join('');
const csv = (values: readonly string[]) => `a,b\n${values.map((value) => `${value},x\n`).join('')}`;

describe('whole numbers beyond 2^53 are kept or refused, never merged', () => {
  it('in JSON lines where nothing is declared', async () => {
    await expect(readJsonLines({ nodes: nodes(json(twins)) })).rejects.toMatchObject({
      code: 'WRONG_DTYPE',
      location: { file: 'n', row: 2, column: 'a' },
    });
  });

  it.each(['int64', 'utf8'] as const)('in columns declared as %s, of JSON lines and CSV, ids too', async (type) => {
    for (const id of [undefined, 'a']) {
      const read = [
        await readJsonLines({ nodes: nodes(json(twins), { a: type }, id) }),
        await readCsvGraph({ nodes: nodes(csv(twins), { a: type }, id) }),
      ];
      for (const { graph } of read) expect([...graph.nodeTable('n').getChild('a')!].map(String)).toEqual(twins);
    }
  });

  it('in ends of edges', async () => {
    const edges = [
      { type: ['n', 'r', 'n'] as const, files: { name: 'e', text: `{"source":${twins[1]},"target":"${twins[0]}"}\n` } },
    ];
    for (const type of ['int64', 'utf8'] as const) {
      const { graph } = await readJsonLines({ nodes: nodes(json(twins), { a: type }, 'a'), edges });
      const { source, target } = graph.edgeIndex('r');
      expect([source[0], target[0]]).toEqual([1, 0]);
    }
    const { graph } = await readJsonLines({ edges });
    expect(graph.numNodes('n')).toBe(2);
  });

  it('in ids declared as float64', async () => {
    for (const read of [
      readJsonLines({ nodes: nodes(json(twins), { a: 'float64' }, 'a') }),
      readCsvGraph({ nodes: nodes(csv(twins), { a: 'float64' }, 'a') }),
    ]) {
      await expect(read).rejects.toMatchObject({ code: 'WRONG_DTYPE', location: { column: 'a' } });
    }
    const edges = [{ type: ['n', 'r', 'n'] as const, files: { name: 'e', text: `source,target\n${twins.join()}\n` } }];
    await expect(
      readCsvGraph({ nodes: nodes(csv(twins.slice(0, 1)), { a: 'float64' }, 'a'), edges }),
    ).rejects.toMatchObject({ code: 'UNKNOWN_ID', location: { file: 'e', row: 2 } });
  });

  it('in ids declared as int64, where "007" is 7', async () => {
    const edges = [{ type: ['n', 'r', 'n'] as const, files: { name: 'e', text: 'source,target\n7,+008\n' } }];
    const { graph } = await readCsvGraph({ nodes: nodes(csv(['007', '8']), { a: 'int64' }, 'a'), edges });
    expect([...graph.edgeIndex('r').target]).toEqual([1]);
    await expect(readCsvGraph({ nodes: nodes(csv(['007', '7']), { a: 'int64' }, 'a') })).rejects.toMatchObject({
      code: 'DUPLICATE_ID',
    });
  });

  it('for any numbers, around what looks like numbers in strings', async () => {
    const value = fc.record({
      a: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      text: fc.oneof(
        fc.string(),
        fc.constantFrom('"9007199254740993', '\\', '9007199254740993', '\ue0009007199254740993'),
      ),
      list: fc.array(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), { minLength: 1, maxLength: 1 }),
      float: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = rows
          .map(({ a, list, text: t, float }) => `{"t":${JSON.stringify(t)},"a":${a},"x":[${list}],"f":${float}}\n`)
          .join('');
        const { graph } = await readJsonLines({ nodes: nodes(text, { a: 'int64', t: 'utf8', f: 'float64' }) });
        const table = graph.nodeTable('n');
        expect([...table.getChild('a')!]).toEqual(rows.map(({ a }) => a));
        expect([...table.getChild('f')!]).toEqual(rows.map(({ float }) => float + 0));
        expect([...graph.features('n')!.values]).toEqual(rows.map(({ list }) => Math.fround(Number(list[0]))));
        const bytes = rows.map(({ text: t }) => Buffer.from(t).toString());
        expect([...table.getChild('t')!]).toEqual(bytes.map((t) => t.replace(/^\ufeff/, '')));
      }),
      fuzzRuns(60),
    );
  });
});

describe('deep nesting', () => {
  it.each([5_000, 200_000])('of %i arrays or objects is a bad row', async (depth) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      for (const core of ['1', '9007199254740993']) {
        const text = `{"a":1}\n{"a":${open.repeat(depth)}${core}${close.repeat(depth)}}\n`;
        const bad = await readJsonLines({ nodes: nodes(text), onBadRow: 'collect' });
        expect([bad.numRows, bad.badRows.map(({ row }) => row)]).toEqual([1, [2]]);
      }
    }
  });
});

it('columns without end are refused', async () => {
  const names = Array.from({ length: 40_000 }, (_, i) => `c${i}`);
  const text = `${names.join()}\n`;
  await expect(readCsvGraph({ nodes: nodes(text) })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  await expect(readEdgeList({ files: { name: 'e', text: text.replaceAll('c', '') } })).rejects.toMatchObject({
    code: 'TOO_LARGE',
    location: { file: 'e', row: 1 },
  });
  const object = `{${names.map((name) => `"${name}":1`).join()}}\n`;
  await expect(readJsonLines({ nodes: nodes(object) })).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

describe('what is missing inside a row of a matrix', () => {
  it.each(['1,,2', '1,2,', ',1,2', '1 null 2', '1,nan,2', '[1,,2]'])('is a bad row: %j', async (cell) => {
    const text = `a,x\n1,"1,2"\n2,"${cell}"\n`;
    await expect(readCsvGraph({ nodes: nodes(text, { x: 'dense' }) })).rejects.toMatchObject({
      code: 'WRONG_DTYPE',
      location: { file: 'n', row: 3, column: 'x' },
    });
  });

  it.each(['[1,null]', '[null,1]', '["1",2]', '[[1,2]]'])('is a bad row in JSON: %s', async (cell) => {
    const text = `{"x":[1,2]}\n{"x":${cell}}\n`;
    for (const x of ['dense', { role: 'feature' }] as const) {
      await expect(readJsonLines({ nodes: nodes(text, { x }) })).rejects.toMatchObject({
        location: { file: 'n', row: 2, column: 'x' },
      });
    }
  });

  it.each(['[[0,null]]', '[null]', '[[null,1]]', '[[0]]'])('is a bad row of a sparse column: %s', async (cell) => {
    await expect(readJsonLines({ nodes: nodes(`{"x":${cell}}\n`, { x: 'sparse' }) })).rejects.toMatchObject({
      code: 'WRONG_DTYPE',
      location: { file: 'n', row: 1, column: 'x' },
    });
  });
});
