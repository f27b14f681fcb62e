import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { listDatasets, loadDataset } from '../../src/datasets/index.js';
import { edgeTypeKey, validateGraph } from '../../src/graph/index.js';

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'heterograph-registry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const names = listDatasets().map(({ name }) => name);
/** Training and validation rows together, and test rows, as the data folder's README has them. */
const splits: Readonly<Record<string, readonly [number, number]>> = {
  wordnet: [24_660, 57_532],
  'hgb-acm': [907, 2118],
  'hgb-dblp': [1217, 2840],
  'hgb-imdb': [1371, 3202],
  'freebase-movie': [1047, 2445],
  aifb: [140, 36],
  mutag: [272, 68],
  fang: [777, 259],
  'upfd-politifact': [94, 220],
  'timme-purep': [116, 465],
};
/** Links that train, validate and test, likewise. */
const linkSplits: Readonly<Record<string, readonly [number, number, number]>> = {
  'lastfm-magnn': [64_984, 9283, 18_567],
  'us-house-votes': [97_221, 5833, 11_324],
  'us-senate-votes': [23_020, 1381, 2682],
  'fb15k-237': [272_115, 17_535, 20_466],
  wn18rr: [86_835, 3034, 3134],
  kinship: [8544, 1068, 1074],
  umls: [5216, 652, 661],
  nations: [1592, 199, 201],
};
/** Edges to learn from and to find, where they are given. */
const edgeSplits: Readonly<Record<string, readonly [number, number]>> = {
  gowalla: [810_128, 217_242],
  'lastfm-social': [42_135, 10_533],
};
const isThere = (name: string) =>
  name === 'wordnet' ||
  (name.endsWith('-votes') && existsSync(join(data, 'us-congress-votes'))) ||
  [name, join('kg-small', name)].some((folder) => existsSync(join(data, folder)));

describe('the registry', () => {
  it('says of every set what a user must know', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { name, files, checksums, counts, ...texts } of listDatasets()) {
      for (const text of Object.values(texts)) expect(text, name).not.toBe('');
      expect(Object.keys(checksums).sort(), name).toEqual(
        (name === 'wordnet' ? ['data.adj', 'data.adv', 'data.noun', 'data.verb'] : [...files]).sort(),
      );
      for (const sum of Object.values(checksums)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
      for (const count of [...Object.values(counts.nodes), ...Object.values(counts.edges)]) {
        expect(count, name).toBeGreaterThan(0);
      }
    }
  });

  // The files of all sets but WordNet lie in a folder that not every checkout has.
  for (const name of names) {
    it.skipIf(!isThere(name))(`${name} has the counts it is listed with`, async () => {
      const { graph, info, task, source } = await loadDataset(name, { root: data, cache: join(folder, 'cache') });
      expect(source).toBe('files');
      expect(Object.fromEntries(graph.nodeTypes.map((type) => [type, graph.numNodes(type)]))).toEqual(
        info.counts.nodes,
      );
      expect(Object.fromEntries(graph.edgeTypes.map((type) => [edgeTypeKey(type), graph.numEdges(type)]))).toEqual(
        info.counts.edges,
      );
      expect(validateGraph(graph)).toEqual([]);
      expect(task.kind).toBe(info.task);
      if (task.kind === 'link-prediction') {
        const { train, valid, test } = task.split(3);
        expect([train, valid, test].map(({ positive }) => positive.source.length)).toEqual(linkSplits[name]);
        const held = valid.positive.source.length + test.positive.source.length;
        expect(train.graph.numEdges()).toBe(graph.numEdges() - held);
        expect(test.graph.numEdges()).toBe(graph.numEdges() - test.positive.source.length);
        return;
      }
      if (task.kind === 'recommendation') {
        const given = task.givenSplit?.();
        expect(given && [given.train.length, given.test.length]).toEqual(edgeSplits[name]);
        if (given) expect(new Set([...given.train, ...given.test]).size).toBe(graph.numEdges(task.edgeType));
        if (task.feedback === 'implicit') return;
        const ratings = graph.weights(task.edgeType)!;
        expect(ratings.every((rating) => rating >= 1 && rating <= 5)).toBe(true);
        return;
      }
      const labels = graph.labels(task.nodeType, task.labelColumn)!;
      expect([labels.kind, labels.classes]).toEqual([task.multiLabel ? 'multi' : 'single', task.classes]);
      const split = task.split(3);
      expect(task.split(3)).toEqual(split);
      expect(task.split(4).test).toEqual(split.test);
      expect([split.train.length + split.valid.length, split.test.length]).toEqual(splits[name]);
      expect(new Set([...split.train, ...split.valid, ...split.test]).size).toBe(splits[name]![0] + splits[name]![1]);
      const share = { 'upfd-politifact': 1 / 3, 'timme-purep': 1 / 2 }[name] ?? 0.2;
      expect(Math.abs(split.valid.length / splits[name]![0] - share)).toBeLessThan(0.01);
    });
  }

  it.skipIf(!isThere('freebase-movie'))('refuses other files than the published ones, unless told not to', async () => {
    const own = join(folder, 'freebase-movie');
    mkdirSync(own);
    for (const file of ['node.dat.gz', 'link.dat.gz', 'label.dat', 'label.dat.test']) {
      const bytes = readFileSync(join(data, 'freebase-movie', file));
      // Unpacked files are as good as packed ones.
      if (file === 'link.dat.gz') writeFileSync(join(own, 'link.dat'), gunzipSync(bytes));
      else writeFileSync(join(own, file), bytes);
    }
    const cache = join(folder, 'checked');
    expect((await loadDataset('freebase-movie', { root: folder, cache })).source).toBe('files');
    const labels = readFileSync(join(own, 'label.dat'), 'latin1');
    writeFileSync(join(own, 'label.dat'), labels.trimEnd().replace(/\n[^\n]*$/, '\n'));
    const load = loadDataset('freebase-movie', { root: folder, cache });
    await expect(load).rejects.toMatchObject({
      code: 'DATASET_CHECKSUM',
      location: { file: join(own, 'label.dat') },
      hint: expect.stringContaining('verify: false'),
    });
    const other = await loadDataset('freebase-movie', { root: folder, cache, verify: false });
    expect(other.source).toBe('files');
    // A graph of other files never stands in for one of the true ones.
    await expect(loadDataset('freebase-movie', { root: folder, cache })).rejects.toMatchObject({
      code: 'DATASET_CHECKSUM',
    });
    expect((await loadDataset('freebase-movie', { root: folder, cache, verify: false })).source).toBe('cache');
  });

  it('names the file that is missing, its source and where to put it', async () => {
    const root = join(folder, 'empty');
    mkdirSync(root);
    await expect(loadDataset('hgb-acm', { root })).rejects.toMatchObject({
      code: 'DATASET_FILES_MISSING',
      location: { file: join(root, 'hgb-acm', 'node.dat') },
      hint: expect.stringContaining('THUDM/HGB'),
    });
    await expect(loadDataset('nope')).rejects.toMatchObject({ code: 'UNKNOWN_DATASET' });
  });
});
