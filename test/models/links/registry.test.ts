import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinLinks, ofRelation } from '../../../src/graph/index.js';
import {
  createLinkModel,
  createModel,
  indexesOf,
  listModels,
  loadLinkModel,
  loadModel,
  rankLinks,
  saveLinkModel,
  tasksOf,
} from '../../../src/models/index.js';
import { meanReciprocalRank, rocAucOf } from '../../../src/training/index.js';
import { ITEMS, shop, shopProblem, USERS } from './toy.js';

const embeddings = ['distmult', 'complex', 'transe', 'rotate'];
const networks = ['gcn', 'gat', 'sage', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn', 'latte', 'polarization'];
const counting = ['popularity', 'preferential-attachment', 'common-neighbours', 'link-paths'];
const small = { rank: 8, epochs: 12, batchSize: 20, validateEvery: 3 };
const settingsOf = (name: string) => (embeddings.includes(name) ? small : {});
const problem = shopProblem();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-links-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function fitted(name: string) {
  const model = createLinkModel(name, { settings: settingsOf(name) });
  await model.fit(problem);
  return model;
}

async function aucOf(name: string): Promise<number> {
  const model = await fitted(name);
  const { positive, negative, graph } = problem.split.test;
  const scores = await model.score(joinLinks([positive, negative]), { graph });
  model.dispose();
  const isLink = Uint8Array.from(scores, (_, i) => Number(i < positive.source.length));
  return rocAucOf(Float64Array.from(scores), isLink);
}

describe('models of links', () => {
  it('are listed by their task', () => {
    expect(listModels('links').map(({ name }) => name)).toEqual([...networks, ...counting, ...embeddings]);
    for (const model of listModels('links')) expect(tasksOf(model)).toContain('links');
    expect(listModels('classification').some(({ name }) => name === 'complex')).toBe(false);
    for (const { settings, defaults, presets = {} } of listModels('links')) {
      for (const each of [defaults, ...Object.values(presets)]) expect(settings.parse(each)).toEqual(each);
    }
    const unsupported = expect.objectContaining({ code: 'UNSUPPORTED_BY_MODEL' });
    expect(() => createModel('complex')).toThrow(unsupported);
    expect(() => createLinkModel('majority')).toThrow(unsupported);
    expect(() => createLinkModel('complex', { settings: { rank: 0 } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it.each([...counting, ...embeddings])('%s gives the same bits after saving and loading', async (name) => {
    const model = await fitted(name);
    const { positive, graph } = problem.split.test;
    const scores = await model.score(positive, { graph });
    expect(scores.length).toBe(positive.source.length);
    const queries = { side: 'target', known: Int32Array.of(0, 5), relation: Int32Array.of(0, 0) } as const;
    const all = await model.scoreAll(queries, { graph });
    expect(all.length).toBe(2 * ITEMS);
    await saveLinkModel(model, join(dir, 'model'));
    const again = await loadLinkModel(join(dir, 'model'));
    expect([again.name, again.task]).toEqual([name, model.task]);
    expect(await again.score(positive, { graph })).toEqual(scores);
    expect(await again.scoreAll(queries, { graph })).toEqual(all);
    await expect(loadModel(join(dir, 'model'))).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    if (model.hasEmbedding) {
      const own = await model.embed('item', Int32Array.of(3));
      expect(await again.embed('item', Int32Array.of(3))).toEqual(own);
      expect(own.values.length).toBe(own.width);
    } else await expect(model.embed('item', Int32Array.of(3))).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    model.dispose();
    await expect(model.score(positive)).rejects.toMatchObject({ code: 'NOT_FITTED' });
    again.dispose();
  });

  it.each([...counting, ...embeddings])('%s refuses wrong arguments', async (name) => {
    const model = await fitted(name);
    const { graph } = problem.split.test;
    const code = async (promise: Promise<unknown>) =>
      promise.then(
        () => 'taken',
        (error) => error.code,
      );
    const pair = (source: number, target: number, relation = 0) =>
      code(
        model.score(
          { ...ofRelation({ source: Int32Array.of(source), target: Int32Array.of(target) }, relation) },
          { graph },
        ),
      );
    expect(await pair(0, 0)).toBe('taken');
    expect(await pair(USERS, 0)).toBe('INDEX_OUT_OF_RANGE');
    expect(await pair(0, ITEMS)).toBe('INDEX_OUT_OF_RANGE');
    expect(await pair(-1, 0)).toBe('INDEX_OUT_OF_RANGE');
    expect(await pair(0, 0, 1)).toBe('INDEX_OUT_OF_RANGE');
    const ask = (change: object) =>
      code(
        model.scoreAll({ side: 'target', known: Int32Array.of(0), relation: Int32Array.of(0), ...change } as never, {
          graph,
        }),
      );
    expect(await ask({})).toBe('taken');
    expect(await ask({ side: 'left' })).toBe('INVALID_OPTION');
    expect(await ask({ known: [0] })).toBe('WRONG_DTYPE');
    expect(await ask({ relation: Int32Array.of(0, 0) })).toBe('SHAPE_MISMATCH');
    expect(await ask({ known: Int32Array.of(USERS) })).toBe('INDEX_OUT_OF_RANGE');
    const fitWith = (change: object) =>
      code(createLinkModel(name, { settings: settingsOf(name) }).fit({ ...problem, ...change } as never));
    expect(await fitWith({ seed: -1 })).toBe('INVALID_OPTION');
    expect(await fitWith({ kind: 'classification' })).toBe('INVALID_OPTION');
    const none = {
      ...problem.split.train,
      positive: ofRelation({ source: new Int32Array(0), target: new Int32Array(0) }, 0),
    };
    expect(await fitWith({ split: { ...problem.split, train: none } })).toBe('NO_ROWS');
    model.dispose();
  });

  it('score a pair as they score the same answer among all', async () => {
    for (const name of counting) {
      const model = await fitted(name);
      const { graph } = problem.split.test;
      const all = await model.scoreAll(
        { side: 'target', known: Int32Array.of(7), relation: Int32Array.of(0) },
        { graph },
      );
      const source = new Int32Array(ITEMS).fill(7);
      const pairs = ofRelation({ source, target: Int32Array.from(source.keys()) }, 0);
      expect(await model.score(pairs, { graph })).toEqual(all);
    }
  });

  it('find planted links', async () => {
    for (const name of ['distmult', 'complex', 'rotate', 'common-neighbours']) {
      expect(await aucOf(name), name).toBeGreaterThan(0.6);
    }
  });

  it('give the same bits for one seed, others for another', async () => {
    const scores = async (seed: number) => {
      const model = createLinkModel('complex', { settings: small });
      await model.fit({ ...problem, seed });
      return model.score(problem.split.test.positive);
    };
    expect(await scores(4)).toEqual(await scores(4));
    expect(await scores(4)).not.toEqual(await scores(5));
  });

  it('never look at test links while they are fitted', async () => {
    const { split } = problem;
    const other = { ...split, test: { ...split.test, positive: split.valid.positive, graph: split.train.graph } };
    for (const name of [...counting, ...embeddings]) {
      const one = await fitted(name);
      const two = createLinkModel(name, { settings: settingsOf(name) });
      await two.fit({ ...problem, split: other });
      expect(await two.score(split.test.positive)).toEqual(await one.score(split.test.positive));
    }
  });

  it('rank links filtered and raw, in batches of any size', async () => {
    const model = await fitted('popularity');
    const { train, valid, test } = problem.split;
    const known = indexesOf(joinLinks([train.positive, valid.positive, test.positive]));
    const ranks = await rankLinks(model, test.positive, { known });
    const few = await rankLinks(model, test.positive, { known, maxScores: 3 * ITEMS });
    expect(few).toEqual(ranks);
    const raw = await rankLinks(model, test.positive, { sides: ['target'] });
    expect(raw.source).toBeUndefined();
    for (const [i, rank] of ranks.target!.entries()) expect(rank).toBeLessThanOrEqual(raw.target![i]!);
    expect(meanReciprocalRank(ranks.target!)).toBeGreaterThan(1 / ITEMS);
    await expect(rankLinks(model, test.positive, { known: [known[0]!] })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  it('refuse another graph than that whose nodes they know', async () => {
    const model = await fitted('complex');
    const other = shop(9);
    expect(await model.score(problem.split.test.positive, { graph: other })).toBeDefined();
    const { graphFromArrays } = await import('../../../src/graph/index.js');
    const smaller = graphFromArrays({ nodes: { user: 3, item: ITEMS } });
    await expect(model.score(problem.split.test.positive, { graph: smaller })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
    });
  });
});
