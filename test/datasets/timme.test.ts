import { describe, expect, it } from 'vitest';
import { readTimme } from '../../src/datasets/timme/read.js';
import { type NamedStream, validateGraph } from '../../src/graph/index.js';
import { npyMatrix } from './npz.js';

const tweets = Array.from({ length: 3 }, (_, row) => Array.from({ length: 300 }, (__, i) => (i === row ? 0.5 : 0)));
/** Three accounts; 888031054141022209 and 888031054141022210 are one number to JavaScript. */
const files: Readonly<Record<string, Uint8Array>> = {
  'all_twitter_ids.csv': Buffer.from('twitter_id\n888031054141022209\n7\n888031054141022210\n'),
  'dict.csv': Buffer.from(
    'name\ttwitter_id\ttwitter_name\tparty\nRoe, Ann\t7\tAnnRoe\tR\nElse, Joe\t5\tJoe\tD\nLee, Bo\t888031054141022210\tBo\tD\nIn, Di\t888031054141022209\tDi\tI\n',
  ),
  'tweets_average.npy': npyMatrix(tweets),
  'friend_list.csv': Buffer.from('follower\tfollowee\tcount\n7\t888031054141022209\t1\n888031054141022210\t7\t1\n'),
  'mention_list.csv': Buffer.from('user_id\tmentioned\tcount\n7\t7\t12\n'),
  'retweet_list.csv': Buffer.from('user_id\tretweeted\tcount\n'),
  'favorite_list.csv': Buffer.from('user_id\tliked\tcount\n888031054141022209\t888031054141022210\t3\n'),
  'reply_list.csv': Buffer.from('user_id\treply_to\tcount\n7\t888031054141022210\t2\n'),
};
const read = (contents: Readonly<Record<string, Uint8Array>>) =>
  readTimme((name): NamedStream => ({ name, bytes: [contents[name]!] }), {});

describe('TIMME', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(validateGraph(graph)).toEqual([]);
    const column = (name: string) => [...graph.nodeTable('account').getChild(name)!];
    expect(column('id')).toEqual(['888031054141022209', '7', '888031054141022210']);
    expect(column('name')).toEqual(['In, Di', 'Roe, Ann', 'Lee, Bo']);
    expect(column('handle')).toEqual(['Di', 'AnnRoe', 'Bo']);
    expect(column('party')).toEqual([null, 1, 0]);
    expect(graph.labels('account')!.classes).toEqual(['Democrat', 'Republican']);
    const features = graph.features('account')!;
    expect([features.numRows, features.width, features.values[301]]).toEqual([3, 300, 0.5]);
    expect(graph.edgeIndex('follows')).toEqual({ source: Int32Array.of(1, 2), target: Int32Array.of(0, 1) });
    expect(graph.edgeIndex('mentions')).toEqual({ source: Int32Array.of(1), target: Int32Array.of(1) });
    expect([...graph.edgeTable('mentions').getChild('count')!]).toEqual([12]);
    expect(graph.numEdges('retweets')).toBe(0);
    expect(graph.edgeIndex('likes')).toEqual({ source: Int32Array.of(0), target: Int32Array.of(2) });
    expect(graph.edgeIndex('replies_to')).toEqual({ source: Int32Array.of(1), target: Int32Array.of(2) });
  });

  it.each([
    ['all_twitter_ids.csv', 3, '7\n', 'seven\n'],
    ['all_twitter_ids.csv', 3, '7\n', '888031054141022209\n'],
    ['dict.csv', 2, '\tR\n', '\tX\n'],
    ['dict.csv', 2, '\tR\n', '\n'],
    ['dict.csv', 4, '\t888031054141022210', '\t7'],
    ['friend_list.csv', 3, '210\t7', '210\t8'],
    ['reply_list.csv', 2, '\t2\n', '\t0\n'],
    ['reply_list.csv', 2, '\t2\n', '\tmany\n'],
  ])('%s row %i with %j made %j is refused', async (file, row, from, to) => {
    const text = Buffer.from(files[file]!).toString();
    expect(text).toContain(from);
    const changed = { ...files, [file]: Buffer.from(text.replace(from, to)) };
    await expect(read(changed)).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file, row } });
  });

  it.each([
    npyMatrix(tweets.slice(1)),
    npyMatrix(tweets, '<f8'),
    npyMatrix(tweets).subarray(0, 400),
    npyMatrix(tweets.map((row) => row.map(() => Number.NaN))),
  ])('features of another shape, of another type or without an end are refused (%#)', async (bytes) => {
    await expect(read({ ...files, 'tweets_average.npy': bytes })).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      location: { file: 'tweets_average.npy' },
    });
  });
});
