import { describe, expect, it } from 'vitest';
import { createModel, type Estimator, type Explanation } from '../../src/models/index.js';
import { plantedGraph, plantedProblem, rows } from './planted.js';

const problem = plantedProblem();
const small = { hidden: 8, epochs: 25, learningRate: 2e-2 };

async function fitted(name: string, settings: object = {}): Promise<Estimator> {
  const model = createModel(name, { settings: { ...small, ...settings } });
  await model.fit(problem);
  return model;
}

/** Same for every model: what is explained is what was predicted, and the parts fit together. */
async function expectSound(model: Estimator, found: Explanation, asked: Int32Array): Promise<void> {
  const logits = await model.predict(asked);
  expect(found.predictions.map(({ row }) => row)).toEqual([...asked]);
  for (const [i, { predicted, probability }] of found.predictions.entries()) {
    const [a, b] = [logits[2 * i]!, logits[2 * i + 1]!];
    expect(predicted).toBe(a >= b ? 'a' : 'b');
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-Math.abs(a - b))), 4);
  }
  const scores = found.edges.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((x, y) => y - x));
  const graph = plantedGraph();
  for (const { source, target, relation } of found.edges) {
    expect(relation.startsWith(source.type)).toBe(true);
    expect(relation.endsWith(target.type)).toBe(true);
    expect(source.id).toBe(graph.ids(source.type).idOf(source.row));
  }
}

const attention: Readonly<Record<string, readonly [string, object]>> = {
  latte: ['latte', { layers: 2, heads: 2, weightDecay: 1e-4 }],
  'latte composed by attention': ['latte', { layers: 2, heads: 2, composition: 'attention' }],
  han: ['han', { heads: 2, attentionDropout: 0.2 }],
  hgt: ['hgt', { heads: 2 }],
  'hgt, a softmax per relation': ['hgt', { heads: 2, softmax: 'relation' }],
  higpt: ['higpt', { heads: 2, inputWidth: 8, textWidth: 16 }],
  'higpt, a softmax per relation': ['higpt', { heads: 2, softmax: 'relation', inputWidth: 8, textWidth: 16 }],
  rgat: ['rgat', { heads: 2 }],
  'rgat over all relations': ['rgat', { heads: 2, softmax: 'all' }],
  'simple-hgn': ['simple-hgn', { heads: 2, layers: 2, relationWidth: 4 }],
  gat: ['gat', { heads: 2 }],
  gatv2: ['gat', { heads: 2, variant: 'gatv2' }],
};

describe.each(Object.entries(attention))('%s explains by attention', (_, [name, settings]) => {
  it('weights of relations, edges, flow and how faithful they are', async () => {
    const model = await fitted(name, settings);
    const asked = rows(150, 153);
    const found = await model.explain!(asked, { top: 5, trials: 2 });
    await expectSound(model, found, asked);
    expect(found.method).toBe('attention');
    expect(found.edges.length).toBe(Math.min(5, found.examined));
    const last = found.layers.filter(({ layer }) => layer === found.layers.at(-1)!.layer);
    expect(last).toHaveLength(1);
    expect(last[0]).toMatchObject({ nodeType: 'person', nodes: 3 });
    for (const { relations } of found.layers) {
      // Nodes without neighbours have weights of nothing; those asked for have neighbours.
      for (const { contribution, mean } of relations) {
        expect(contribution).toBeGreaterThanOrEqual(0);
        expect(mean).toBeGreaterThanOrEqual(0);
      }
      const total = relations.reduce((sum, { contribution }) => sum + contribution, 0);
      expect(total).toBeLessThan(1 + 1e-4);
    }
    if (name !== 'rgat') expect(last[0]!.relations.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(1, 4);
    expect(found.faithfulness).toMatchObject({ edges: found.edges.length });
    const { levels, links } = found.flow!;
    expect(levels.at(-1)).toEqual([{ type: 'person', size: expect.closeTo(1, 5) }]);
    for (const { level, width, target } of links) {
      expect(width).toBeGreaterThan(0);
      expect(levels[level + 1]!.some(({ type }) => type === target)).toBe(true);
    }
    const all = await model.flow!(rows(0, 300));
    expect(all.levels.length).toBe(levels.length);
    expect(await model.explain!(asked, { top: 5, trials: 2, graph: plantedGraph() })).toEqual(found);
    model.dispose();
  });
});

describe.each([
  ['gcn', {}],
  ['rgcn', {}],
  ['sage', {}],
  ['latte', { heads: 2, layers: 2 }],
] as const)('%s explains by leaving out edges', (name, settings) => {
  it('the nearest first', async () => {
    const model = await fitted(name, settings);
    const asked = rows(160, 161);
    const found = await model.explain!(asked, { method: 'occlusion', maxEdges: 12, top: 3, trials: 1 });
    await expectSound(model, found, asked);
    expect([found.method, found.examined, found.layers]).toEqual(['occlusion', 12, []]);
    expect(found.unexamined).toBeGreaterThan(0);
    if (name !== 'latte') {
      await expect(model.explain!(asked, { method: 'attention' })).rejects.toMatchObject({
        code: 'UNSUPPORTED_BY_MODEL',
      });
      await expect(model.flow!(asked)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    }
    model.dispose();
  });
});

it('leaving out the edges that an occlusion found lowers the score more than random ones do', async () => {
  const model = await fitted('rgcn', { epochs: 60 });
  const { faithfulness } = await model.explain!(rows(155, 156), {
    method: 'occlusion',
    maxEdges: 60,
    top: 3,
    trials: 5,
  });
  expect(faithfulness!.change).toBeGreaterThan(faithfulness!.randomChange);
  model.dispose();
});

it('an explanation refuses what cannot be asked', async () => {
  const model = await fitted('hgt', { heads: 2, epochs: 1 });
  await expect(model.explain!(new Int32Array(0))).rejects.toMatchObject({ code: 'NO_ROWS' });
  await expect(model.explain!(rows(0, 1), { top: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(model.explain!(rows(0, 1), { method: 'magic' } as never)).rejects.toMatchObject({
    code: 'INVALID_OPTION',
  });
  await expect(model.explain!(rows(9999, 10_000))).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
  model.dispose();
  expect(createModel('majority').explain).toBeUndefined();
});
