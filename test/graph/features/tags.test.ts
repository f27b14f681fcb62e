import { Field, List, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  encodeFeatures,
  fitFeatures,
  graphFromArrays,
  readArrowGraph,
  readCsvGraph,
  readJsonLines,
} from '../../../src/graph/index.js';

const graphOf = (cells: readonly (string | null)[], role: 'attribute' | 'tags' = 'attribute') =>
  graphFromArrays({ nodes: { film: { data: { genres: cells }, columns: { genres: { type: 'utf8', role } } } } });

function rowsOf(graph: ReturnType<typeof graphOf>): number[][] {
  const matrix = graph.features('film')!;
  return Array.from({ length: matrix.numRows }, (_, row) => {
    if (matrix.kind === 'dense') return [...matrix.values.subarray(row * matrix.width, (row + 1) * matrix.width)];
    const out = new Array<number>(matrix.width).fill(0);
    for (let e = matrix.indptr[row]!; e < matrix.indptr[row + 1]!; e++) out[matrix.indices[e]!]! += matrix.values[e]!;
    return out;
  });
}

const films = ['drama|war', 'comedy', null, 'war | drama', 'comedy|drama|', 'war', 'drama', 'comedy|war'];

it('tags with a mark between become a column each', () => {
  const graph = graphOf(films);
  const encoder = fitFeatures(graph);
  expect(encoder.film![0]).toMatchObject({
    found: 'tags',
    encoding: { kind: 'tags', form: '|', tags: ['comedy', 'drama', 'war'], hashed: 0 },
  });
  expect(rowsOf(encodeFeatures(graph, encoder))).toEqual([
    ...[
      [0, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 1],
      [1, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 1],
    ],
  ]);
  const remarks: string[] = [];
  const other = encodeFeatures(graphOf(['war|opera']), encoder, { onRemark: (text) => remarks.push(text) });
  expect([rowsOf(other), remarks]).toEqual([[[0, 0, 1]], [expect.stringMatching(/1 tags are new .* "opera"/)]]);
});

it('tags beyond the most frequent are hashed, each always to the same column', () => {
  const cells = Array.from({ length: 400 }, (_, i) => `common;rare ${i % 100}`);
  const graph = graphOf(cells);
  const [use] = fitFeatures(graph).film!;
  expect(use!.encoding).toMatchObject({ kind: 'tags', form: ';', hashed: 64 });
  const rows = rowsOf(encodeFeatures(graph, { film: [use!] }));
  for (const row of rows) expect(row.reduce((sum, value) => sum + value, 0)).toBe(2);
  expect(rows[99]).toEqual(rows[399]);
});

it('the matrix is that of looking for each tag in each cell', () => {
  const tag = fc.constantFrom<string>('a', 'b', 'c', 'd e');
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(tag, { maxLength: 4 }), { minLength: 1, maxLength: 30 }), (lists) => {
      const graph = graphOf(
        lists.map((list) => (list.length === 0 ? null : list.join('|'))),
        'tags',
      );
      const encoder = fitFeatures(graph);
      const encoding = encoder.film?.[0]?.encoding;
      if (encoding?.kind !== 'tags' || encoding.form !== '|') return;
      const { tags } = encoding;
      const expected = lists.map((list) => tags.map((each) => (list.includes(each) ? 1 : 0)));
      expect(rowsOf(encodeFeatures(graph, encoder))).toEqual(expected);
    }),
  );
});

it('prose, names, numbers with commas and categories are no lists', () => {
  const names = Array.from({ length: 30 }, (_, i) => `Miller${i}, Ann${i}`);
  expect(fitFeatures(graphOf(names)).film?.[0]?.found).not.toBe('tags');
  const prices = Array.from({ length: 60 }, (_, i) => `${i % 5},${i % 3}`);
  expect(fitFeatures(graphOf(prices)).film![0]!.found).toBe('category');
  const prose = Array.from({ length: 30 }, (_, i) => `The film, which is number ${i}, was long, and good`);
  expect(fitFeatures(graphOf(prose)).film![0]!.found).toBe('text');
  const towns = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 'Berlin' : 'Paris'));
  expect(fitFeatures(graphOf(towns)).film![0]!.found).toBe('category');
});

it('arrays of lines of JSON, of Arrow and of CSV are lists of tags', async () => {
  const lines = films.map((cell) =>
    JSON.stringify({ genres: cell === null ? null : cell.split('|').filter((tag) => tag !== '') }),
  );
  const json = await readJsonLines({ nodes: { film: { files: { name: 'f.jsonl', text: `${lines.join('\n')}\n` } } } });
  expect(fitFeatures(json.graph).film![0]).toMatchObject({ found: 'tags', encoding: { form: 'json' } });
  const vector = vectorFromArray([['drama', 'war'], null, ['war']], new List(new Field('item', new Utf8())));
  const arrow = await readArrowGraph({
    nodes: { film: { files: { name: 'f.arrow', bytes: tableToIPC(new Table({ genres: vector })) } } },
  });
  expect(arrow.graph.nodeSchema('film').columns[0]).toMatchObject({ type: 'utf8', role: 'tags' });
  expect(fitFeatures(arrow.graph).film![0]!.encoding).toMatchObject({ form: 'json', tags: ['drama', 'war'] });
  const built = graphFromArrays({ nodes: { film: { data: { genres: vector } } } });
  expect(fitFeatures(built).film![0]!.encoding).toMatchObject({ tags: ['drama', 'war'] });
  const text = 'genres\n"[""drama"", ""war""]"\n[]\n"[""war""]"\n';
  const csv = await readCsvGraph({ nodes: { film: { files: { name: 'f.csv', text } } } });
  expect(fitFeatures(csv.graph).film![0]!.encoding).toMatchObject({ form: 'json', tags: ['drama', 'war'] });
});

it('numbers are no tags, whatever the role says', () => {
  const numbers = { nodes: { film: { data: { n: [1, 2] }, columns: { n: { role: 'tags' } } } } } as const;
  expect(() => graphFromArrays(numbers)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
});
