import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { GraphBuilder } from '../../../src/graph/index.js';
import {
  loadModel,
  RpHgnnClassifier,
  type RpHgnnSettings,
  rphgnnPresets,
  saveModel,
} from '../../../src/models/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const settings: RpHgnnSettings = {
  ...rphgnnPresets['hgb-dblp'],
  embeddingWidth: 8,
  hidden: 8,
  epochs: 40,
  inputDropout: 0.1,
  dropout: 0.1,
  validateEvery: 1,
};
const problem = plantedProblem();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-model-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function fitted(more: Partial<RpHgnnSettings> = {}): Promise<RpHgnnClassifier> {
  const classifier = new RpHgnnClassifier({ settings: { ...settings, ...more } });
  await classifier.fit(problem);
  return classifier;
}

describe.each([
  ['without labels', {}],
  ['with labels as input', { labels: { hops: 2, partitions: 3 } }],
])('RpHGNN %s', (_, more) => {
  it('gives the same bits after saving and loading, and on the same graph given anew', async () => {
    const { used } = getPool().arena.stats();
    const classifier = await fitted(more);
    const test = rows(160, PEOPLE);
    const [scores, embedding] = [await classifier.predict(test), await classifier.embed(test)];
    await saveModel(classifier, join(dir, 'model'));
    expect(await classifier.predict(test, { graph: plantedGraph() })).toEqual(scores);
    classifier.dispose();
    const again = await loadModel(join(dir, 'model'), { store: join(dir, 'store') });
    expect(again.task).toEqual({
      ...{ kind: 'classification', nodeType: 'person', classes: ['a', 'b'], multiLabel: false },
      fittedOn: { nodeTypes: ['person', 'group'], relations: ['person>in>group'] },
    });
    for (const _round of ['computed', 'stored']) {
      expect(await again.predict(test, { graph: plantedGraph() })).toEqual(scores);
      expect(await again.embed(test, { graph: plantedGraph() })).toEqual(embedding);
    }
    again.dispose();
    expect(getPool().arena.stats().used).toBe(used);
  });

  it('judges new nodes by their features and neighbours', async () => {
    const classifier = await fitted(more);
    const graph = plantedGraph([
      { features: [0, 0, 0, 0], groups: [0, 1, 2, 3, 4, 5] },
      { features: [1.2, 0, 0, 0], groups: [10, 11, 12, 13, 14, 15] },
      { features: [0, 0, 0, 0], groups: [] },
    ]);
    const scores = await classifier.predict(rows(PEOPLE, PEOPLE + 3), { graph });
    expect(scores[0]!).toBeGreaterThan(scores[1]!);
    expect(scores[3]!).toBeGreaterThan(scores[2]!);
    expect(scores.every(Number.isFinite)).toBe(true);
    const { values, width } = await classifier.embed(rows(PEOPLE, PEOPLE + 3), { graph });
    expect(values.length).toBe(3 * width);
    classifier.dispose();
  });
});

describe('a saved RpHGNN', () => {
  it('refuses a graph of other columns or relations', async () => {
    const classifier = await fitted();
    const graph = plantedGraph();
    const x = { kind: 'dense', numRows: 2, width: 5, values: new Float32Array(10) } as const;
    const wide = new GraphBuilder().addNodes('person', { x }).addNodes('group', 2);
    wide.addEdges(['person', 'in', 'group'], { source: Int32Array.of(0), target: Int32Array.of(1) });
    await expect(classifier.predict(rows(0, 2), { graph: wide.build() })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
    });
    const bare = new GraphBuilder().addNodes('person', { x: graph.features('person') as never }).addNodes('group', 2);
    await expect(classifier.predict(rows(0, 2), { graph: bare.build() })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
    });
    classifier.dispose();
  });

  it.each([
    ['model.json', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['model.json', (bytes: Buffer) => Buffer.from(bytes.toString().replace('"version": 2', '"version": 1'))],
    ['weights.f32', (bytes: Buffer) => bytes.map((byte, i) => (i === 9 ? byte ^ 8 : byte))],
    ['weights.f32', (bytes: Buffer) => bytes.subarray(4)],
    ['train-rows.i32', () => Buffer.from('xyz')],
  ])('with damage in %s is refused by name', async (name, damage) => {
    const classifier = await fitted();
    await saveModel(classifier, join(dir, 'model'));
    await saveModel(classifier, join(dir, 'model'));
    classifier.dispose();
    expect(await readdir(dir)).toEqual(['model']);
    const file = join(dir, 'model', name);
    await writeFile(file, damage(await readFile(file)));
    await expect(loadModel(join(dir, 'model'))).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      location: { file },
    });
  });

  it('says where nothing was saved, and what is wrong with settings', async () => {
    await expect(loadModel(join(dir, 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(() => new RpHgnnClassifier({ settings: { ...settings, dropout: 1.5 } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', location: { column: 'dropout' } }),
    );
    const classifier = new RpHgnnClassifier({ settings });
    await expect(classifier.predict(rows(0, 1))).rejects.toMatchObject({ code: 'NOT_FITTED' });
    await expect(saveModel(classifier, dir)).rejects.toMatchObject({ code: 'NOT_FITTED' });
  });
});
