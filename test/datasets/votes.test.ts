import { describe, expect, it } from 'vitest';
import { readVotes } from '../../src/datasets/votes/read.js';
import { type NamedStream, splitLinksByMasks, validateGraph } from '../../src/graph/index.js';

const parts = ['training', 'validation', 'testing'].map((part) => `${part}.txt`);
/** Three members, two bills. */
const files: Readonly<Record<string, string>> = {
  'training.txt': '3\t2\t5\n0\t1\t1\n1\t1\t-1\n2\t0\t1\n',
  'validation.txt': '3\t2\t5\n0\t0\t-1\n',
  'testing.txt': '3\t2\t5\n1\t0\t1\n',
};
const read = (contents: Readonly<Record<string, string>>) =>
  readVotes((name): NamedStream => ({ name, bytes: [Buffer.from(contents[name]!)] }), parts, {});

describe('votes', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(validateGraph(graph)).toEqual([]);
    expect([graph.numNodes('member'), graph.numNodes('bill')]).toEqual([3, 2]);
    expect(graph.edgeIndex('yea')).toEqual({ source: Int32Array.of(0, 2, 1), target: Int32Array.of(1, 0, 0) });
    expect(graph.edgeIndex('nay')).toEqual({ source: Int32Array.of(1, 0), target: Int32Array.of(1, 0) });
    expect(['train', 'valid', 'test'].map((name) => [...graph.edgeTable('yea').getChild(name)!])).toEqual([
      [true, true, false],
      [false, false, false],
      [false, false, true],
    ]);
    const { train, valid, test } = splitLinksByMasks(graph, { seed: 1 });
    expect([train, valid, test].map(({ positive }) => [...positive.source])).toEqual([[0, 2, 1], [0], [1]]);
    expect([train, valid, test].map((part) => part.graph.numEdges())).toEqual([3, 3, 4]);
  });

  it('one without a vote is a graph without edges', async () => {
    const empty = Object.fromEntries(parts.map((name) => [name, '2\t0\t0\n']));
    const graph = await read(empty);
    expect([graph.numNodes('member'), graph.numNodes('bill'), graph.numEdges()]).toEqual([2, 0, 0]);
  });

  it.each([
    ['training.txt', 2, '0\t1\t1\n', '0\t2\t1\n', 'no such bill'],
    ['training.txt', 2, '0\t1\t1\n', '3\t1\t1\n', 'no such member'],
    ['training.txt', 2, '0\t1\t1\n', '0.5\t1\t1\n', 'no such member'],
    ['training.txt', 3, '1\t1\t-1\n', '1\t1\t0\n', '1 or -1'],
    ['training.txt', 3, '1\t1\t-1\n', '1\t1\n', 'three numbers'],
    ['training.txt', 3, '1\t1\t-1\n', '0\t1\t-1\n', 'earlier row'],
    ['testing.txt', 2, '1\t0\t1\n', '0\t0\t1\n', 'earlier row'],
    ['validation.txt', 1, '3\t2\t5\n', '3\t3\t5\n', 'not those of training.txt'],
    ['training.txt', 1, '3\t2\t5\n', 'members\t2\t5\n', 'numbers of members'],
    ['training.txt', 1, '3\t2\t5\n', '3\t-2\t5\n', 'numbers of members'],
    ['validation.txt', 1, '3\t2\t5\n0\t0\t-1\n', '', 'numbers of members'],
    ['testing.txt', 1, '1\t0\t1\n', '', '5 votes'],
  ])('%s row %i with %j made %j is refused', async (file, row, from, to, why) => {
    expect(files[file]).toContain(from);
    const found = read({ ...files, [file]: files[file]!.replace(from, to) });
    const named = why === '5 votes' ? 'training.txt' : file;
    await expect(found).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file: named, row } });
    await expect(found).rejects.toThrow(why);
  });
});
