import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/files/index.js';
import {
  createModel,
  type Estimator,
  listModels,
  loadModel,
  modelNamed,
  registerModel,
  rphgnnPresets,
  saveModel,
} from '../../src/models/index.js';
import { majority } from '../../src/models/majority/model.js';
import { moleculeProblem } from './graph-network/molecules.js';
import { PEOPLE, plantedProblem, rows } from './planted.js';

const network = { epochs: 3, hidden: 8 };
const small: Readonly<Record<string, object>> = {
  rphgnn: { embeddingWidth: 8, hidden: 8, epochs: 5 },
  mlp: { epochs: 5, hidden: 8 },
  'mlp-propagated': { epochs: 5, hidden: 8 },
  'mlp-aggregated': { epochs: 5, hidden: 8 },
  'mlp-graph': { epochs: 5, hidden: 8 },
  'graph-network': network,
  polarization: network,
  sehgnn: { epochs: 5, embed: 8, hidden: 8 },
  nars: { epochs: 5, hidden: 8, width: 16 },
  metapath2vec: { passes: 1, epochs: 20, width: 8, walkLength: 6 },
  latte: { ...network, heads: 2 },
  hinormer: { ...network, sequenceLength: 4 },
  higpt: { ...network, inputWidth: 8, textWidth: 16 },
  auto: { candidates: [{ model: 'ridge' }, { model: 'rgcn', settings: network }], folds: 2 },
  ensemble: { members: [{ model: 'hgt', settings: network }, { model: 'ridge' }], copies: 1 },
  ...Object.fromEntries(
    ['gcn', 'gat', 'sage', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn'].map((name) => [name, network]),
  ),
};
const problem = plantedProblem();
const whole = moleculeProblem();
const isOfGraphs = (name: string) => 'wholeGraphs' in modelNamed(name);
/** Of models of whole graphs it is about other nodes. */
const problemOf = (name: string) => (isOfGraphs(name) ? whole : problem);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-registry-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function fitted(name: string): Promise<Estimator> {
  const model = createModel(name, { settings: small[name] ?? {} });
  await model.fit(problemOf(name));
  return model;
}

describe('the registry of models', () => {
  it('lists every model with valid defaults and presets', () => {
    expect(listModels('classification').map(({ name }) => name)).toEqual([
      'majority',
      'label-propagation',
      'ridge',
      'logistic',
      'mlp',
      'gbdt',
      'ridge-propagated',
      'mlp-propagated',
      'logistic-propagated',
      'gbdt-propagated',
      'ridge-aggregated',
      'mlp-aggregated',
      'logistic-aggregated',
      'gbdt-aggregated',
      'ridge-graph',
      'mlp-graph',
      'logistic-graph',
      'gbdt-graph',
      'rphgnn',
      'sehgnn',
      'nars',
      'metapath2vec',
      'gcn',
      'gat',
      'sage',
      'rgcn',
      'rgat',
      'han',
      'hgt',
      'simple-hgn',
      'hinormer',
      'latte',
      'higpt',
      'polarization',
      'graph-network',
      'ensemble',
      'auto',
    ]);
    expect(listModels('regression').map(({ name }) => name)).toEqual([
      'mean',
      ...listModels('classification')
        .map(({ name }) => name)
        .filter((name) => name !== 'majority' && !name.startsWith('logistic')),
    ]);
    for (const { settings, defaults, presets = {} } of listModels()) {
      for (const each of [defaults, ...Object.values(presets)]) expect(settings.parse(each)).toEqual(each);
    }
    expect(modelNamed('rphgnn').presets).toBe(rphgnnPresets);
  });

  it.each(listModels('classification').map(({ name }) => name))(
    '%s predicts the same bits after saving and loading',
    async (name) => {
      const model = await fitted(name);
      const { graph, split } = problemOf(name);
      const test = isOfGraphs(name) ? split.test : rows(150, PEOPLE);
      const scores = await model.predict(test);
      expect(scores.length).toBe(test.length * 2);
      await saveModel(model, join(dir, 'model'));
      const { task } = model;
      const embedding = model.hasEmbedding ? await model.embed(test) : undefined;
      model.dispose();
      const again = await loadModel(join(dir, 'model'));
      expect(again.name).toBe(name);
      expect(again.task).toEqual(task);
      if (name !== 'majority') await expect(again.predict(test)).rejects.toMatchObject({ code: 'NOT_FITTED' });
      expect(await again.predict(test, { graph })).toEqual(scores);
      if (embedding) expect(await again.embed(test, { graph })).toEqual(embedding);
      else await expect(again.embed(test)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
      again.dispose();
    },
  );

  it.each(listModels('classification').map(({ name }) => name))(
    '%s refuses to predict, embed or save before it is fitted',
    async (name) => {
      const model = createModel(name);
      await expect(model.predict(rows(0, 1))).rejects.toMatchObject({ code: 'NOT_FITTED' });
      await expect(model.save()).rejects.toMatchObject({ code: 'NOT_FITTED' });
      const code = model.hasEmbedding ? 'NOT_FITTED' : 'UNSUPPORTED_BY_MODEL';
      await expect(model.embed(rows(0, 1))).rejects.toMatchObject({ code });
    },
  );

  it('has names for settings that differ', () => {
    expect(createModel('mlp', { settings: { features: 'propagated' } }).name).toBe('mlp-propagated');
    expect(createModel('logistic', { settings: { features: 'propagated' } }).name).toBe('logistic-propagated');
    expect(createModel('ridge', { settings: { features: 'propagated' } }).name).toBe('ridge-propagated');
  });

  it('refuses unknown models and settings, and names that are taken', () => {
    expect(() => createModel('nothing')).toThrow(expect.objectContaining({ code: 'UNKNOWN_MODEL' }));
    for (const settings of [{ nothing: 1 }, { penalty: -1 }, { relations: [] }]) {
      expect(() => createModel('ridge', { settings })).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION', location: { column: Object.keys(settings)[0] } }),
      );
    }
    expect(() => registerModel(majority)).toThrow(expect.objectContaining({ code: 'DUPLICATE_NAME' }));
  });

  it('takes a preset where there is one of that name, else the defaults', async () => {
    const model = createModel('rphgnn', { preset: 'wordnet', settings: { epochs: 1, relations: ['person>in>group'] } });
    await model.fit(problem);
    expect((await model.save()).settings).toEqual({
      ...rphgnnPresets.wordnet,
      epochs: 1,
      relations: ['person>in>group'],
    });
    model.dispose();
  });

  it('refuses a saved model that no one registered, or whose settings make no sense', async () => {
    await saveModel(await fitted('majority'), join(dir, 'model'));
    const file = join(dir, 'model', 'model.json');
    const text = await readFile(file, 'utf8');
    const edit = (from: string, to: string) => {
      const manifest = JSON.parse(text) as { content: object };
      const content = JSON.stringify(manifest.content).replace(from, to);
      return writeFile(file, JSON.stringify({ ...manifest, sha256: sha256Hex(content), content: JSON.parse(content) }));
    };
    await edit('"majority"', '"another"');
    await expect(loadModel(join(dir, 'model'))).rejects.toMatchObject({ code: 'UNKNOWN_MODEL' });
    await edit('"settings":{}', '"settings":{"a":1}');
    await expect(loadModel(join(dir, 'model'))).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
    await edit('"shares"', '"share"');
    await expect(loadModel(join(dir, 'model'))).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
  });
});
