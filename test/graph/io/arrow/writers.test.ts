import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { arrowBatches, type HeteroGraph, readArrowGraph } from '../../../../src/graph/index.js';

const folder = fileURLToPath(new URL('fixtures/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.arrow'));

const ids = [10, 20, 30, 40, 50];
const words = ['red', 'green', null, 'red', 'a word of more than twelve bytes'];
const expected: Readonly<Record<string, readonly unknown[]>> = {
  word: words,
  kind: words,
  weight: [0.5, null, 1.5, -2, 3],
  flag: [true, false, null, true, false],
};

async function read(name: string, columns: Record<string, 'skip'> = {}): Promise<HeteroGraph> {
  const { graph } = await readArrowGraph({ nodes: { n: { files: folder + name, id: 'id', columns } } });
  return graph;
}

function values(graph: HeteroGraph, column: string): unknown[] {
  return [...graph.nodeTable('n').getChild(column)!].map((value) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
}

it.each(files.filter((name) => /-(plain|stream|lz4|zstd)\.arrow$/.test(name)))('reads %s', async (name) => {
  const graph = await read(name);
  expect(values(graph, 'id')).toEqual(ids);
  for (const [column, cells] of Object.entries(expected)) {
    if (graph.nodeSchema('n').columns.some((each) => each.name === column)) {
      expect(values(graph, column), column).toEqual(cells);
    }
  }
  expect(graph.nodeSchema('n').columns.length).toBeGreaterThanOrEqual(5);
});

it.each(['lz4', 'zstd'])('unpacks long buffers of %s', async (codec) => {
  const [first, second] = values(await read(`pyarrow-${codec}-long.arrow`), 'text') as string[];
  expect(first).toBe('x'.repeat(3000));
  expect(second).toBe('x'.repeat(3000) + 'y'.repeat(300));
});

it.each([
  ['wide-keys', ['b', 'a', null, 'b', 'a']],
  ['deltas', ['a', 'b', 'c', 'a', 'd']],
  ['replaced', ['a', 'b', 'c', 'a', 'd']],
])('looks keys up: %s', async (name, kinds) => {
  expect(values(await read(`pyarrow-${name}.arrow`), 'kind')).toEqual(kinds);
  const found: unknown[] = [];
  for await (const batch of arrowBatches(`${folder}pyarrow-${name}.arrow`)) found.push(...batch.getChild('kind')!);
  expect(found).toEqual(kinds);
});

it('float16 rows are numbers', async () => {
  const rows = values(await read('pyarrow-half.arrow'), 'x') as Iterable<number>[];
  expect(rows.flatMap((row) => [...row])).toEqual([1, 2, 3, 4, 0.5, 6, 5, 6, 7, 8]);
});

it.each(['null-inside', 'null-entry'])('a null within a row is an issue with its row and column: %s', async (name) => {
  await expect(read(`pyarrow-${name}.arrow`)).rejects.toMatchObject({ location: { row: 2, column: 'x' } });
  const { graph, badRows } = await readArrowGraph({
    nodes: { n: { files: `${folder}pyarrow-${name}.arrow`, id: 'id' } },
    onBadRow: 'collect',
  });
  expect(badRows).toMatchObject([{ row: 2, column: 'x' }]);
  expect(values(graph, 'id')).toEqual([10, 30, 40, 50]);
});

const kinds = files.flatMap((name) => /^types-(.*)\.arrow$/.exec(name)?.[1] ?? []);

it.each(kinds)('names the type %s, and leaves its column out on request', async (kind) => {
  if (kind !== 'null') {
    await expect(read(`types-${kind}.arrow`)).rejects.toMatchObject({
      code: 'WRONG_DTYPE',
      location: { column: kind },
    });
  }
  const graph = await read(`types-${kind}.arrow`, { [kind]: 'skip' });
  expect(values(graph, 'id')).toEqual(ids);
  expect(values(graph, 'before')).toEqual(words);
  expect(values(graph, 'after')).toEqual(words);
});

it.each(kinds)('record batches of %s are sound, or name the column', async (kind) => {
  const path = `${folder}types-${kind}.arrow`;
  const after: unknown[] = [];
  try {
    for await (const batch of arrowBatches(path)) after.push(...batch.getChild('after')!);
  } catch (error) {
    expect(error).toMatchObject({ code: 'WRONG_DTYPE', location: { column: kind } });
    for await (const batch of arrowBatches(path, { skip: [kind] })) {
      after.push(...batch.getChild('after')!);
      expect([...batch.getChild(kind)!]).toEqual(Array.from({ length: batch.numRows }, () => null));
    }
  }
  expect(after).toEqual(words);
});
