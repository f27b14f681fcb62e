import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphFromArrays, joinLinks, ofRelation, splitLinks } from '../../../src/graph/index.js';
import {
  createLinkModel,
  linkModelNamed,
  linkProblem,
  loadLinkModel,
  restoreLinkModel,
  saveLinkModel,
  settingsOf,
} from '../../../src/models/index.js';
import { rocAucOf } from '../../../src/training/index.js';
import { ITEMS, shop, shopProblem, USERS } from '../links/toy.js';

const networks = ['gcn', 'gat', 'sage', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn', 'latte'];
const heads: Readonly<Record<string, object>> = {
  gat: { heads: 2 },
  rgat: { heads: 2 },
  han: { heads: 2 },
  hgt: { heads: 2 },
  'simple-hgn': { heads: 2, relationWidth: 3 },
  latte: { heads: 2 },
};
const small = { hidden: 8, epochs: 3, layers: 2, learningRate: 0.02 };
const problem = shopProblem();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-link-network-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function fitted(name: string, settings: object = {}, of = problem) {
  const model = createLinkModel(name, { settings: { ...small, ...heads[name], ...settings } });
  await model.fit(of);
  return model;
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error) => error.code as string,
  );

describe('links by message passing', () => {
  it.each(networks)('%s trains, is saved, and gives the same bits when loaded', async (name) => {
    const { settings, defaults } = linkModelNamed(name);
    expect(settings.parse(defaults)).toEqual(defaults);
    const model = await fitted(name);
    const { positive, graph } = problem.split.test;
    const scores = await model.score(positive, { graph });
    const queries = { side: 'source', known: Int32Array.of(0, 5), relation: Int32Array.of(0, 0) } as const;
    const all = await model.scoreAll(queries, { graph });
    expect([scores.length, all.length]).toEqual([positive.source.length, 2 * USERS]);
    await saveLinkModel(model, join(dir, 'model'));
    const again = await loadLinkModel(join(dir, 'model'));
    expect(await again.score(positive, { graph })).toEqual(scores);
    expect(await again.scoreAll(queries, { graph })).toEqual(all);
    expect(await codeOf(again.score(positive))).toBe('NOT_FITTED');
    const own = await model.embed('item', Int32Array.of(3), { graph });
    expect(await again.embed('item', Int32Array.of(3), { graph })).toEqual(own);
    expect(own.width).toBe(8);
    expect(await codeOf(model.embed('shop', Int32Array.of(0)))).toBe('UNKNOWN_TYPE');
    model.dispose();
    expect(await codeOf(model.score(positive))).toBe('NOT_FITTED');
    again.dispose();
  });

  it.each(['dot', 'distmult', 'mlp'])(
    'the decoder %s scores a pair as it scores the answer among all',
    async (decoder) => {
      const model = await fitted('sage', { decoder });
      const { graph } = problem.split.test;
      const own = Int32Array.from({ length: ITEMS }, (_, item) => item);
      const pairs = ofRelation({ source: new Int32Array(ITEMS).fill(7), target: own }, 0);
      const scores = await model.score(pairs, { graph });
      const query = { side: 'target', known: Int32Array.of(7), relation: Int32Array.of(0) } as const;
      const all = await model.scoreAll(query, { graph });
      for (const [i, score] of scores.entries()) expect(all[i]).toBeCloseTo(score, 5);
      model.dispose();
    },
  );

  it.each([
    ['dot', 'cross-entropy'],
    ['distmult', 'softmax'],
    ['mlp', 'bpr'],
  ])('%s with %s finds planted links', async (decoder, loss) => {
    const model = await fitted('sage', { decoder, loss, negatives: 2, epochs: 40, hidden: 16 });
    const { positive, negative, graph } = problem.split.test;
    const scores = await model.score(joinLinks([positive, negative]), { graph });
    const isLink = Uint8Array.from(scores, (_, i) => Number(i < positive.source.length));
    expect(rocAucOf(Float64Array.from(scores), isLink)).toBeGreaterThan(0.7);
    model.dispose();
  });

  it('never looks at test links, and gives the same bits for one seed', async () => {
    const { split } = problem;
    const other = { ...split, test: { ...split.test, positive: split.valid.positive, graph: split.train.graph } };
    const [one, two] = [await fitted('hgt'), await fitted('hgt', {}, { ...problem, split: other })];
    const scores = await one.score(split.test.positive);
    expect(await two.score(split.test.positive)).toEqual(scores);
    const third = await fitted('hgt', {}, { ...problem, seed: 9 });
    expect(await third.score(split.test.positive)).not.toEqual(scores);
  });

  it.each(['auc', 'mrr', 'loss'])('selects its epoch by %s', async (criterion) => {
    const model = createLinkModel('rgcn', { settings: { ...small, criterion, validateEvery: 2 } });
    const { training } = await model.fit(problem);
    const column = training!.history.toJSON()['valid/criterion'] as number[];
    expect(Number.isFinite(column[1])).toBe(true);
    model.dispose();
  });

  it('an interrupted training goes on to the same bits', async () => {
    const whole = await fitted('sage', { epochs: 4 });
    const resources = { checkpointDir: join(dir, 'checkpoint'), checkpointEvery: 1 };
    const settings = { ...small, epochs: 4 };
    const controller = new AbortController();
    const stop = { onEpochEnd: ({ epoch }: { epoch: number }) => (epoch === 2 ? controller.abort() : undefined) };
    const first = createLinkModel('sage', { settings, ...resources, callbacks: [stop] });
    const { training } = await first.fit(problem, { signal: controller.signal });
    expect([training!.stoppedBy, training!.epochs]).toEqual(['abort', 2]);
    const second = createLinkModel('sage', { settings, ...resources });
    await second.fit(problem);
    const { positive } = problem.split.test;
    expect(await second.score(positive)).toEqual(await whole.score(positive));
    const third = createLinkModel('sage', { settings: { ...settings, negatives: 3 }, ...resources });
    expect(await codeOf(third.fit(problem))).toBe('CHECKPOINT_MISMATCH');
  });

  it('refuses wrong settings, graphs and saved models', async () => {
    const create = (settings: object) => () => createLinkModel('hgt', { settings });
    for (const settings of [{ decoder: 'sum' }, { negatives: 0 }, { fanouts: [2] }, { heads: 3, hidden: 8 }]) {
      expect(create(settings)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    }
    expect(() => createLinkModel('hinormer')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_BY_MODEL' }));
    const model = await fitted('hgt');
    const smaller = graphFromArrays({ nodes: { user: 3, item: ITEMS } });
    expect(await codeOf(model.score(problem.split.test.positive, { graph: smaller }))).toBe('INDEX_OUT_OF_RANGE');
    const first = ofRelation({ source: Int32Array.of(0), target: Int32Array.of(0) }, 0);
    expect(await codeOf(model.score(first, { graph: smaller }))).toBe('MODEL_MISMATCH');
    const saved = await model.save();
    const forge = async (change: object) => {
      const whole = { ...saved, ...change };
      return codeOf((async () => restoreLinkModel(whole as never).score(first, { graph: shop() }))());
    };
    expect(await forge({})).toBe('taken');
    expect(await forge({ weights: saved.weights.slice(1) })).toBe('SHAPE_MISMATCH');
    expect(await forge({ settings: { ...saved.settings, hidden: 2 ** 30 } })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
    expect(await forge({ state: {} })).toBe('INVALID_OPTION');
    expect(await forge({ settings: { ...saved.settings, decoder: 'mlp' } })).toBe('MODEL_MISMATCH');
    expect(await forge({ task: { kind: 'links', edgeTypes: [['user', 'sells', 'item']] } })).toMatch(/taken|UNKNOWN/);
  });

  it('learns on graphs with isolated nodes, parallel links, one training link, and links within a type', async () => {
    const graph = graphFromArrays({
      nodes: { user: 9, item: 4, empty: 0 },
      edges: [
        { type: ['user', 'buys', 'item'], source: [0, 0, 1, 1, 2, 3], target: [0, 0, 1, 2, 2, 3] },
        { type: ['user', 'knows', 'user'], source: [0, 1, 2, 4, 4], target: [1, 0, 2, 5, 6] },
        { type: ['empty', 'of', 'item'], source: [], target: [] },
      ],
    });
    for (const relation of ['buys', 'knows']) {
      const split = splitLinks(graph, relation, { seed: 1, valid: 0.2, test: 0.2 });
      const model = await fitted('hgt', {}, linkProblem(split, 1));
      const scores = await model.score(linkProblem(split, 1).split.test.positive, { graph: split.test.graph });
      expect(scores.every(Number.isFinite)).toBe(true);
      model.dispose();
    }
    const whole = problem.split;
    const one = (part: keyof typeof whole & 'train') => ({
      ...whole[part],
      positive: ofRelation({ source: Int32Array.of(0), target: Int32Array.of(1) }, 0),
    });
    const single = await fitted('sage', {}, { ...problem, split: { ...whole, train: one('train') } });
    expect(single.task.edgeTypes.length).toBe(1);
    single.dispose();
    expect(settingsOf(linkModelNamed('sage'), {})).toHaveProperty('decoder', 'dot');
  });
});
