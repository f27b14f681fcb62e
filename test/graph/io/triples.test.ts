import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeteroGraph, NamedStream } from '../../../src/graph/index.js';
import { edgeTypeKey, validateGraph } from '../../../src/graph/index.js';
import { readTriples, tripleBatches } from '../../../src/graph/io/rdf/triples.js';
import { survivesDamage } from '../../datasets/mutations.js';

const stream = (text: string, name = 'train.txt', size = 1 << 20): NamedStream => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return { name, bytes: Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)) };
};

/** Every triple as "head type>head relation tail type>tail", in any order. */
function triplesOf(graph: HeteroGraph): string[] {
  const id = (type: string, row: number) => `${type}>${graph.nodeTable(type).getChild('id')!.get(row)}`;
  return graph.edgeTypes
    .flatMap((type) => {
      const { source, target } = graph.edgeIndex(type);
      return [...source].map((from, e) => `${id(type[0], from)} ${type[1]} ${id(type[2], target[e]!)}`);
    })
    .sort();
}

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => !/[\t\n\r\uFEFF]/.test(text));
const names = fc.uniqueArray(word, { minLength: 1, maxLength: 8 });

describe('files of triples', () => {
  it('agree with a plain reading, for any names, types, order of columns and cut', async () => {
    const given = names.chain((entities) =>
      fc.record({
        triples: fc.array(fc.tuple(fc.constantFrom(...entities), word, fc.constantFrom(...entities))),
        types: fc.dictionary(fc.constantFrom(...entities), fc.constantFrom('a', 'b', 'entity')),
        columns: fc.constantFrom(
          ['head', 'relation', 'tail'] as const,
          ['head', 'tail', 'relation'] as const,
          ['relation', 'tail', 'head'] as const,
        ),
        size: fc.integer({ min: 1, max: 40 }),
        header: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(given, async ({ triples, types, columns, size, header }) => {
        const lines = triples.map(([head, relation, tail]) => {
          const cells = { head, relation, tail };
          return columns.map((column) => cells[column]).join('\t');
        });
        const text = [...(header ? ['a header of any form'] : []), ...lines].join('\n');
        const typeLines = [
          ...(header ? ['entity and type'] : []),
          ...Object.entries(types).map((pair) => pair.join('\t')),
        ];
        const entityTypes = stream(typeLines.join('\r\n'), 'types.txt', size);
        const { graph, numRows } = await readTriples(stream(text, 'train.txt', size), { columns, entityTypes, header });
        const node = (name: string) => `${Object.hasOwn(types, name) ? types[name] : 'entity'}>${name}`;
        expect(triplesOf(graph)).toEqual(triples.map(([h, r, t]) => `${node(h)} ${r} ${node(t)}`).sort());
        expect(graph.numNodes()).toBe(new Set([...triples.flatMap(([h, , t]) => [h, t]), ...Object.keys(types)]).size);
        expect(numRows).toBe(triples.length + Object.keys(types).length);
        expect(validateGraph(graph)).toEqual([]);
        const rows: string[] = [];
        for await (const batch of tripleBatches(stream(text, 'train.txt', size), { columns, header, batchRows: 2 })) {
          expect(batch.numRows).toBeLessThanOrEqual(2);
          for (const row of batch) rows.push(Object.values(row!.toJSON()).join(' '));
        }
        expect(rows).toEqual(triples.map((triple) => triple.join(' ')));
      }),
      { numRuns: 200 },
    );
  });

  it('several files make one graph', async () => {
    const files = [stream('a\tr\tb\n'), stream('b\tr\tc\r\n\na\ts\tc')];
    const { graph } = await readTriples(files, { nodeType: 'thing' });
    expect(graph.edgeTypes.map(edgeTypeKey)).toEqual(['thing>r>thing', 'thing>s>thing']);
    expect([...graph.nodeTable('thing').getChild('id')!]).toEqual(['a', 'b', 'c']);
    expect((await readTriples(stream(''))).graph.nodeTypes).toEqual(['entity']);
    await expect(readTriples(stream(''), { columns: ['head', 'head', 'tail'] })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  it('bad rows are refused, skipped or collected', async () => {
    const text = 'a\tr\tb\na\tr\n\tr\tb\na\tr\tb\tc\nb\tr\ta\n';
    await expect(readTriples(stream(text))).rejects.toMatchObject({
      code: 'MALFORMED_ROW',
      location: { file: 'train.txt', row: 2 },
    });
    const { numRows, numBadRows, badRows } = await readTriples(stream(text), { onBadRow: 'collect' });
    expect([numRows, numBadRows]).toEqual([2, 3]);
    expect(badRows).toMatchObject([
      { row: 2, code: 'MALFORMED_ROW' },
      { row: 3, code: 'NULL_VALUE', column: 'head' },
      { row: 4, code: 'MALFORMED_ROW' },
    ]);
    const found: number[] = [];
    const onBad = ({ row }: { row: number }) => found.push(row);
    for await (const batch of tripleBatches(stream(text), { onBadRow: 'collect', onBad }))
      expect(batch.numRows).toBe(2);
    expect(found).toEqual([2, 3, 4]);
    const entityTypes = stream('a\tx\na\tx\na\ty\n', 'types.txt');
    await expect(readTriples(stream('a\tr\tb'), { entityTypes })).rejects.toMatchObject({
      code: 'DUPLICATE_ID',
      location: { file: 'types.txt', row: 3 },
    });
  });

  const lines = Array.from({ length: 40 }, (_, i) => `e${i % 13}\trelation ${i % 3}\tä${i % 7}`);
  it('300 damaged files give a graph or an error that names file and row', () =>
    survivesDamage({ 'train.txt': lines.join('\n'), 'types.txt': 'e1\tx\ne2\tx\nä3\ty\n' }, (open) =>
      readTriples(open('train.txt'), { entityTypes: open('types.txt') }),
    ));
});
