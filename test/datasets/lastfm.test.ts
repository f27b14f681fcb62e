import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeteroGraphError } from '../../src/core/index.js';
import { readLastfm } from '../../src/datasets/lastfm/read.js';
import { readNpyIntegers } from '../../src/datasets/numpy/npy.js';
import { unzip } from '../../src/datasets/numpy/zip.js';
import { type NamedStream, validateGraph } from '../../src/graph/index.js';
import { mutations } from './mutations.js';
import { npyOf, zipOf } from './npz.js';

const split = (train: number[], val: number[], test: number[]) =>
  zipOf({ 'train_idx.npy': npyOf(train), 'val_idx.npy': npyOf(val), 'test_idx.npy': npyOf(test, '<i8') });
const files = {
  'user_artist.dat': Buffer.from('1\t46\t13883\n1\t47\t11690\n2\t46\t3\n3\t48\t1\n'),
  'user_user.dat': Buffer.from('1\t3\n3\t1\n'),
  'artist_tag.dat': Buffer.from('46\t5\n47\t5\n46\t5\n46\t9\n'),
  'train_val_test_idx.npz': split([0, 3], [1], [2]),
};
const read = (contents: Readonly<Record<string, Uint8Array>>) =>
  readLastfm((name): NamedStream => ({ name, bytes: [contents[name]!] }), {});

describe('LastFM', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('artist').getChild('id')!]).toEqual([46, 47, 48]);
    expect(graph.edgeIndex('listens')).toEqual({
      source: Int32Array.of(0, 0, 1, 2),
      target: Int32Array.of(0, 1, 0, 2),
    });
    expect([...graph.weights('listens')!]).toEqual([13_883, 11_690, 3, 1]);
    const masks = ['train', 'valid', 'test'].map((name) => [...graph.edgeTable('listens').getChild(name)!].map(Number));
    expect(masks).toEqual([
      [1, 0, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect(graph.edgeIndex('knows')).toEqual({ source: Int32Array.of(0, 2), target: Int32Array.of(2, 0) });
    expect(graph.edgeIndex('has')).toEqual({ source: Int32Array.of(0, 1, 0), target: Int32Array.of(0, 0, 1) });
    expect([...graph.weights('has')!]).toEqual([2, 1, 1]);
  });

  it.each([
    ['user_artist.dat', '13883', 'often', 'MALFORMED_ROW'],
    ['user_artist.dat', '2\t46\t3', '2\t46', 'MALFORMED_ROW'],
    ['user_user.dat', '3\t1', '-3\t1', 'MALFORMED_ROW'],
    ['artist_tag.dat', '46\t9', '46\tx', 'MALFORMED_ROW'],
  ])('%s with %j made %j is refused', async (file, from, to, code) => {
    const changed = Buffer.from(
      Buffer.from(files[file as keyof typeof files])
        .toString()
        .replace(from, to),
    );
    await expect(read({ ...files, [file]: changed })).rejects.toMatchObject({ code, location: { file } });
  });

  it.each([
    ['a row that is not there', split([0, 3], [1], [4]), 'MALFORMED_ROW'],
    ['a row below 0', split([-1, 3], [1], [2]), 'MALFORMED_ROW'],
    ['a row twice', split([0, 3], [1], [3]), 'MALFORMED_ROW'],
    ['a part that is missing', zipOf({ 'train_idx.npy': npyOf([0]) }), 'CORRUPT_FILE'],
    ['no archive', Buffer.from('train: 0, 3'), 'CORRUPT_FILE'],
  ])('a split with %s is refused', async (_, bytes, code) => {
    await expect(read({ ...files, 'train_val_test_idx.npz': bytes })).rejects.toMatchObject({ code });
  });

  it('300 damaged splits give a graph or an error with a code', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(mutations, async (all) => {
        const damaged = all.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), files['train_val_test_idx.npz']);
        try {
          await read({ ...files, 'train_val_test_idx.npz': damaged });
        } catch (error) {
          refused++;
          if (!isHeteroGraphError(error)) throw error;
          expect(error.location.file).toContain('train_val_test_idx.npz');
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

describe('files of NumPy', () => {
  it('are read, deflated or stored', () => {
    for (const isDeflated of [true, false]) {
      const archive = unzip(zipOf({ a: npyOf([7, -2]), b: npyOf([-3], '<i8') }, isDeflated), 'x.npz');
      expect([...archive.keys()]).toEqual(['a', 'b']);
      expect(readNpyIntegers(archive.get('a')!, 'a')).toEqual(Int32Array.of(7, -2));
      expect(readNpyIntegers(archive.get('b')!, 'b')).toEqual(Int32Array.of(-3));
    }
  });

  it('of other numbers and shapes, or of too large ones, are refused', () => {
    const text = (from: string, to: string) =>
      Buffer.from(
        Buffer.from(npyOf([1, 2]))
          .toString('latin1')
          .replace(from, to),
        'latin1',
      );
    const corrupt = expect.objectContaining({ code: 'CORRUPT_FILE' });
    for (const bytes of [
      npyOf([2 ** 40], '<i8'),
      text("'<i4'", "'<f4'"),
      text('(2,)', '(3,)'),
      text('(2,), ', '(1,2),'),
      text('NUMPY', 'NUMPI'),
      npyOf([1]).subarray(0, 20),
    ]) {
      expect(() => readNpyIntegers(bytes, 'x')).toThrow(corrupt);
    }
  });
});
