import { describe, expect, it } from 'vitest';
import { readFang } from '../../src/datasets/fang/read.js';
import { type NamedStream, validateGraph } from '../../src/graph/index.js';
import { survivesDamage } from './mutations.js';

const files: Readonly<Record<string, string>> = {
  'entities.txt': 'news_a\nuser_1\nsource_x.org\nnews_b\nuser_2\nsource_y.org\n',
  'news_info.tsv': 'news_b\treal\tRain, rain\nnews_a\tfake\tMoon of cheese\n',
  'train_test_50.json': '{"train": ["news_b"], "val": ["news_E208"], "test": ["news_a"]}',
  'source_publication.tsv': 'source_y.org\tnews_a\n',
  'source_citation.tsv': 'source_x.org\tsource_y.org\n',
  'report.tsv': 'user_2\tnews_b\t60.0\nuser_2\tnews_b\t90.5\n',
  'support_neutral.tsv': 'user_1\tnews_a\t0\n',
  'support_negative.tsv': 'user_1\tnews_b\t5\n',
  'deny.tsv': 'user_2\tnews_a\t7\n',
};
const read = (contents: Readonly<Record<string, string>>) =>
  readFang((name): NamedStream => ({ name, bytes: [Buffer.from(contents[name]!)] }), {});

describe('FANG', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(validateGraph(graph)).toEqual([]);
    expect([...graph.nodeTable('news').getChild('id')!]).toEqual(['news_a', 'news_b']);
    expect([...graph.nodeTable('news').getChild('title')!]).toEqual(['Moon of cheese', 'Rain, rain']);
    expect(graph.labels('news')).toMatchObject({ values: Int32Array.of(0, 1), classes: ['fake', 'real'] });
    expect([...graph.mask('news', 'trainValid'), ...graph.mask('news', 'test')]).toEqual([0, 1, 1, 0]);
    const words = graph.features('news')!;
    expect([words.width, words.numRows, [...words.values]]).toEqual([512, 2, [1, 1, 1, 2]]);
    expect(graph.edgeIndex('publishes')).toEqual({ source: Int32Array.of(1), target: Int32Array.of(0) });
    expect(graph.edgeIndex('cites')).toEqual({ source: Int32Array.of(0), target: Int32Array.of(1) });
    expect(graph.edgeIndex('reports')).toEqual({ source: Int32Array.of(1, 1), target: Int32Array.of(1, 1) });
    expect([...graph.edgeTable('reports').getChild('seconds')!]).toEqual([60, 90.5]);
    expect(graph.edgeIndex('denies')).toEqual({ source: Int32Array.of(1), target: Int32Array.of(0) });
  });

  it.each([
    ['entities.txt', 1, 'news_a', 'person_a'],
    ['entities.txt', 4, 'news_b', 'news_a'],
    ['news_info.tsv', 1, 'real', 'doubtful'],
    ['news_info.tsv', 2, 'news_a', 'news_b'],
    ['news_info.tsv', 2, 'news_a', 'news_c'],
    ['train_test_50.json', 1, '"test"', '"tests"'],
    ['train_test_50.json', 1, '["news_a"]', '["news_b"]'],
    ['train_test_50.json', 1, '["news_a"]', '["news_c"]'],
    ['report.tsv', 2, '90.5', 'late'],
    ['deny.tsv', 1, 'user_2', 'user_3'],
  ])('%s row %i with %j made %j is refused', async (file, row, from, to) => {
    const changed = { ...files, [file]: files[file]!.replace(from, to) };
    await expect(read(changed)).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file, row } });
  });

  it('300 damaged files give a graph or an error that names file and row', () =>
    survivesDamage(files, (open) => readFang(open, {})));
});
