import { describe, expect, it } from 'vitest';
import { readUpfd } from '../../src/datasets/upfd/read.js';
import { type NamedStream, validateGraph } from '../../src/graph/index.js';
import { npyOf } from './npz.js';

/** Two stories: news 0, passed on by accounts 1 and 0; news 3, by account 1 alone. */
const files: Readonly<Record<string, Uint8Array>> = {
  'A.txt': Buffer.from('0, 1\n1, 2\n3, 4\n'),
  'node_graph_id.npy': npyOf([0, 0, 0, 1, 1]),
  'graph_labels.npy': npyOf([1, 0]),
  'node_time.npy': npyOf([0, 1000, 4600, 0, 9000], '<i8'),
  'user_index.npy': npyOf([-1, 1, 0, -1, 1]),
  'news_ids.txt': Buffer.from('a1\nb2\n'),
};
const read = (contents: Readonly<Record<string, Uint8Array>>) =>
  readUpfd((name): NamedStream => ({ name, bytes: [contents[name]!] }), {});

describe('UPFD', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('story').getChild('id')!]).toEqual(['a1', 'b2']);
    expect(graph.labels('story')).toMatchObject({ values: Int32Array.of(1, 0), classes: ['real', 'fake'] });
    expect(graph.edgeIndex('spreads_to')).toEqual({ source: Int32Array.of(0, 1, 3), target: Int32Array.of(1, 2, 4) });
    expect(graph.edgeIndex('of').target).toEqual(Int32Array.of(0, 0, 0, 1, 1));
    expect(graph.edgeIndex('wrote')).toEqual({ source: Int32Array.of(1, 0, 1), target: Int32Array.of(1, 2, 4) });
    expect(graph.numNodes('user')).toBe(2);
    const values = [...graph.features('post')!.values];
    for (const [i, each] of [1, 0, 0, 0, 0, Math.log(2), 1, 0, 0, 0].entries()) expect(values[i]).toBeCloseTo(each, 6);
  });

  it.each([
    ['A.txt', Buffer.from('0, 1\n1 2\n'), 2],
    ['A.txt', Buffer.from('0, 5\n'), 1],
    ['node_graph_id.npy', npyOf([0, 0, 0, 1, 2]), 5],
    ['graph_labels.npy', npyOf([1, 2]), 2],
    ['graph_labels.npy', npyOf([1]), 1],
    ['node_time.npy', npyOf([0, -5, 0, 0, 0]), 2],
    ['user_index.npy', npyOf([-2, 1, 0, -1, 1]), 1],
  ])('%s that does not fit is refused', async (file, bytes, row) => {
    await expect(read({ ...files, [file]: bytes })).rejects.toMatchObject({
      code: 'MALFORMED_ROW',
      location: { file, row },
    });
  });
});
