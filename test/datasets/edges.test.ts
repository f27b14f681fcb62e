import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLabelledEdges } from '../../src/datasets/index.js';
import type { NamedStream } from '../../src/graph/index.js';
import { validateGraph } from '../../src/graph/index.js';
import { survivesDamage } from './mutations.js';

const stream = (text: string, name: string): NamedStream => ({ name, bytes: [Buffer.from(text)] });
const edges = (text: string) => ({ files: stream(text, 'edges.txt') });
const labels = (text: string) => stream(text, 'labels.txt');

describe('edge lists with label files', () => {
  it('agree with a plain reading', async () => {
    const graphs = fc.record({
      pairs: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 40 }),
      classes: fc.array(fc.constantFrom('10', '9', '-1'), { minLength: 31, maxLength: 31 }),
      isNamed: fc.boolean(),
      parts: fc.array(fc.constantFrom('train', 'val', 'valid', 'test', undefined), { minLength: 31, maxLength: 31 }),
      mark: fc.constantFrom('\t', ',', ';', ' ', '|'),
      header: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(graphs, async ({ pairs, classes, isNamed, parts, mark, header }) => {
        const ids = [...new Set(pairs.flat())].sort((a, b) => a - b);
        const nameOf = (id: number) => (isNamed ? `class${classes[id]}` : classes[id]!);
        const labelled = ids.filter((id) => parts[id] !== undefined);
        const lines = labelled.map((id) => [id, nameOf(id), parts[id]].join(mark));
        const text = [...(header ? [['node', 'class', 'part'].join(mark)] : []), ...lines].join('\n');
        const { graph, numRows } = await readLabelledEdges(
          { ...edges(pairs.map((pair) => pair.join(' ')).join('\n')), header: false },
          {
            files: labels(text),
            parts: true,
            header,
          },
        );
        const names = [...new Set(labelled.map(nameOf))];
        if (isNamed) names.sort();
        else names.sort((a, b) => Number(a) - Number(b));
        const found = graph.labels('node');
        expect(found?.classes).toEqual(names);
        expect([...found!.values]).toEqual(ids.map((id) => (parts[id] === undefined ? -1 : names.indexOf(nameOf(id)))));
        for (const part of ['train', 'valid', 'test']) {
          const isIn = (id: number) => (parts[id] === 'val' ? 'valid' : parts[id]) === part;
          expect([...graph.mask('node', part)]).toEqual(ids.map((id) => Number(isIn(id))));
        }
        expect(numRows).toBe(pairs.length + labelled.length);
        expect(validateGraph(graph)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('several classes a node', async () => {
    const { graph } = await readLabelledEdges(edges('0 1\n1 2\n'), {
      files: labels('0\ta,c\n2\tb\n'),
      multiLabel: true,
      column: 'genre',
    });
    const found = graph.labels('node', 'genre');
    expect(found).toMatchObject({ kind: 'multi', classes: ['a', 'b', 'c'], labelled: Uint8Array.of(1, 0, 1) });
    expect([...found!.values]).toEqual([1, 0, 1, 0, 0, 0, 0, 1, 0]);
  });

  it.each([
    ['0 a b', 'MALFORMED_ROW'],
    ['x a', 'WRONG_DTYPE'],
    ['1.5 a', 'WRONG_DTYPE'],
    ['7 a', 'UNKNOWN_ID'],
    ['0 b', 'DUPLICATE_ID'],
    ['1 ', 'NULL_VALUE'],
  ])('the row %j is refused with %s, or left out', async (line, code) => {
    const spec = () => ({ files: labels(`0 a\n${line}\n2 b\n`) });
    await expect(readLabelledEdges(edges('0 1\n1 2\n'), spec())).rejects.toMatchObject({
      code,
      location: { file: 'labels.txt', row: 2 },
    });
    const { graph, numBadRows, badRows } = await readLabelledEdges(edges('0 1\n1 2\n'), spec(), {
      onBadRow: 'collect',
    });
    expect([numBadRows, badRows[0]!.code, [...graph.labels('node')!.values]]).toEqual([1, code, [0, -1, 1]]);
  });

  it('asks for the node type where there are several', async () => {
    const spec = { files: stream('0 1\n', 'edges.txt'), type: ['user', 'likes', 'item'] as const };
    await expect(readLabelledEdges(spec, { files: labels('0 a\n') })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const again = { ...spec, files: stream('0 1\n', 'edges.txt') };
    const { graph } = await readLabelledEdges(again, { files: labels('1 a\n'), nodeType: 'item' });
    expect([...graph.labels('item')!.values]).toEqual([0]);
  });

  it('300 damaged files give a graph or an error that names file and row', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i} ${(i * 7) % 30}`);
    const classes = Array.from({ length: 30 }, (_, i) => `${i},c${i % 3},${['train', 'valid', 'test'][i % 3]}`);
    return survivesDamage({ 'edges.txt': lines.join('\n'), 'labels.txt': classes.join('\n') }, (open) =>
      readLabelledEdges({ files: open('edges.txt') }, { files: open('labels.txt'), parts: true }),
    );
  });
});
