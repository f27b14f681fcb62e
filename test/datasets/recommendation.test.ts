import { describe, expect, it } from 'vitest';
import { readGowalla } from '../../src/datasets/recommendation/gowalla.js';
import { amazonHin, readHerec } from '../../src/datasets/recommendation/herec.js';
import { readLastfmSocial } from '../../src/datasets/recommendation/lastfm-social.js';
import { type HeteroGraph, type NamedStream, validateGraph } from '../../src/graph/index.js';

type Files = Readonly<Record<string, string>>;
const opened =
  (files: Files) =>
  (name: string): NamedStream => ({ name, bytes: [Buffer.from(files[name]!)] });
const column = (graph: HeteroGraph, relation: string, name: string) =>
  [...graph.edgeTable(relation).getChild(name)!].map(Number);

describe('gowalla', () => {
  const files = { 'train.txt': '7 30 4\n2 30\n', 'test.txt': '7 5\n2\n' };

  it('worked out by hand', async () => {
    const graph = await readGowalla(opened(files), {});
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('user').getChild('id')!]).toEqual([2, 7]);
    expect([...graph.nodeTable('place').getChild('id')!]).toEqual([4, 5, 30]);
    expect(graph.edgeIndex('visits')).toEqual({
      source: Int32Array.of(1, 1, 0, 1),
      target: Int32Array.of(2, 0, 2, 1),
    });
    expect([column(graph, 'visits', 'train'), column(graph, 'visits', 'test')]).toEqual([
      [1, 1, 1, 0],
      [0, 0, 0, 1],
    ]);
  });

  it.each(['7 30 x\n', '7 -1\n', '7.5 3\n'])('%j is refused', async (text) => {
    const read = readGowalla(opened({ ...files, 'test.txt': text }), {});
    await expect(read).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file: 'test.txt', row: 1 } });
  });
});

describe('lastfm-social', () => {
  const files = { 'data1.txt': '1\t9\t3.5e+02\n', 'test1.txt': '3\t8\t2\n', 'trustnetwork.txt': '3\t4\n4\t3\n' };

  it('worked out by hand', async () => {
    const graph = await readLastfmSocial(opened(files), {});
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('user').getChild('id')!]).toEqual([1, 3, 4]);
    expect([...graph.weights('listens')!]).toEqual([350, 2]);
    expect(column(graph, 'listens', 'test')).toEqual([0, 1]);
    expect(graph.edgeIndex('knows')).toEqual({ source: Int32Array.of(1, 2), target: Int32Array.of(2, 1) });
  });

  it('a count that is none is refused', async () => {
    const read = readLastfmSocial(opened({ ...files, 'data1.txt': '1\t9\toften\n' }), {});
    await expect(read).rejects.toMatchObject({ code: 'MALFORMED_ROW' });
  });
});

describe('sets of HERec', () => {
  const files = {
    'user_item.dat': '0\t5\t4\t1386201600\n3\t5\t1\t10\n',
    'item_view.dat': '5,1\n6,1\n',
    'item_category.dat': '5,0\n',
    'item_brand.dat': '5,2\n',
  };
  const read = (changes: Files = {}) => readHerec(amazonHin.relations, opened({ ...files, ...changes }), {});

  it('worked out by hand', async () => {
    const graph = await read();
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('item').getChild('id')!]).toEqual([5, 6]);
    expect([...graph.weights('rates')!]).toEqual([4, 1]);
    expect([...graph.times('rates')!]).toEqual([1_386_201_600, 10]);
    expect(graph.edgeIndex('viewed_in')).toEqual({ source: Int32Array.of(0, 1), target: Int32Array.of(0, 0) });
  });

  it.each([
    ['user_item.dat', '0\t5\t4\n'],
    ['user_item.dat', '0\t5\t4\tlately\n'],
    ['user_item.dat', '0\tx\t4\t1\n'],
    ['item_view.dat', '5\t1\n'],
  ])('%s with %j is refused', async (file, text) => {
    await expect(read({ [file]: text })).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file } });
  });
});
