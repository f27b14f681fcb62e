import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, plantedPartitionGraph } from '../../../src/graph/index.js';
import type { AutoEstimator } from '../../../src/models/auto/estimator.js';
import { dealFolds } from '../../../src/models/auto/folds.js';
import {
  type ClassificationProblem,
  classificationProblem,
  createModel,
  loadModel,
  type ModelComparison,
  type Problem,
  regressionProblem,
  saveModel,
} from '../../../src/models/index.js';
import { plantedGraph, plantedProblem, rows } from '../planted.js';
import { plantedNumbers } from '../planted-numbers.js';

const auto = (settings: object = {}) => createModel('auto', { settings }) as AutoEstimator;
/** Few models and folds, so that tests are quick. */
const few = {
  folds: 3,
  candidates: [{ model: 'ridge' }, { model: 'label-propagation' }, { model: 'ridge-propagated' }],
};
const networks = [{ model: 'rgcn', settings: { epochs: 12, hidden: 8, learningRate: 0.02 } }];

/** 300 people of three classes who know each other. */
function society(homophily: number, prefers: 'same' | 'next', signal: number): ClassificationProblem {
  const graph = plantedPartitionGraph({
    numNodes: { person: 300, group: 30 },
    numClasses: 3,
    edges: [
      { type: ['person', 'knows', 'person'], numEdges: 900, homophily, prefers },
      { type: ['person', 'in', 'group'], numEdges: 300, homophily: 0 },
    ],
    ...(signal === 0 ? { featureWidth: 0 } : { featureWidth: 6, signal }),
    seed: 3,
  });
  const split = { train: rows(0, 150), valid: rows(150, 200), test: rows(200, 300) };
  return classificationProblem(graph, 'person', split, 1);
}

async function compared(problem: Problem, settings: object): Promise<ModelComparison> {
  const model = auto(settings);
  try {
    const { comparison } = await model.fit(problem);
    expect(model.comparison).toBe(comparison);
    return comparison!;
  } finally {
    model.dispose();
  }
}

describe('what is kept', () => {
  it('is label propagation where neighbours are alike and nothing else tells, along the relation that says so', async () => {
    const problem = society(0.9, 'same', 0);
    const along = ['knows', 'in'].map((name) => ({ model: 'label-propagation', settings: { relations: [name] } }));
    const candidates = [{ model: 'label-propagation' }, ...along, { model: 'ridge-propagated' }];
    const { models, verdict, criterion, rows: count } = await compared(problem, { folds: 3, candidates });
    expect({ criterion, count }).toEqual({ criterion: 'micro-F1', count: 200 });
    expect(models[0]!.title).toContain('label-propagation');
    expect(models[0]!.isKept).toBe(true);
    expect(verdict).toMatch(/^No other model beats label-propagation/);
    const alone = models.find(({ title }) => title === 'label-propagation along knows')!;
    const other = models.find(({ title }) => title === 'label-propagation along in')!;
    expect(alone.score!).toBeGreaterThan(other.score! + 0.2);
  });

  it('is a model of own columns where edges say nothing', async () => {
    const { models, verdict } = await compared(society(0, 'same', 2), {
      ...few,
      candidates: [...few.candidates, ...networks],
    });
    expect(models[0]!.title).toBe('ridge');
    expect(verdict).toMatch(/^The graph adds nothing over own columns/);
    for (const { isKept, reason } of models.slice(1)) {
      expect(isKept).toBe(false);
      expect(reason).not.toBe('');
    }
  });

  it('is a model of the graph where neighbours are of another class', async () => {
    const { models, verdict } = await compared(society(0.9, 'next', 2), few);
    expect(models[0]!.title).toBe('ridge-propagated');
    expect(verdict).toMatch(/The graph adds [\d.]+ ± [\d.]+ points of micro-F1 over own columns \(ridge\)/);
  });

  it('is constant where nothing says anything, and an explained share of the variance where numbers are learned', async () => {
    const noise = await compared(society(0, 'same', 1e-6), few);
    expect(noise.models[0]!.title).toBe('majority');
    const graph = plantedNumbers();
    const split = { train: rows(0, 150), valid: rows(150, 200), test: rows(200, 300) };
    const numbers = await compared(regressionProblem(graph, 'person', split, 1, 'y'), few);
    expect(numbers.criterion).toBe('R2');
    expect(numbers.models[0]!.title).toBe('ridge-propagated');
    expect(numbers.models.find(({ title }) => title === 'mean')!.score!).toBeLessThan(0.05);
  });

  it('may be the mean of networks, and never scores below own columns and labels, nor below others beyond chance', async () => {
    const candidates = [...few.candidates, ...networks, { model: 'mlp', settings: { epochs: 20, hidden: 8 } }];
    const { models } = await compared(society(0.8, 'next', 1), { folds: 3, candidates });
    expect(models.map(({ title }) => title).join()).toMatch(/ensemble of (rgcn and mlp|mlp and rgcn)/);
    const plain = models.filter(({ title }) => !/rgcn|ensemble|propagated|aggregated/.test(title));
    for (const { score } of plain) expect(models[0]!.score!).toBeGreaterThanOrEqual(score! - 1e-9);
    const above = models.filter(({ score }) => score! > models[0]!.score!);
    for (const { reason } of above) expect(reason).toMatch(/may be chance/);
  });
});

describe('the comparison', () => {
  it('deals every row of training and validation once, all classes into every fold, and none of the test', () => {
    const problem = plantedProblem();
    const folds = dealFolds(problem, 5);
    const tested = folds.flatMap(({ split }) => [...split.test]).sort((a, b) => a - b);
    expect(tested).toEqual([...rows(0, 150)]);
    const { targets } = problem;
    const ones = (part: Int32Array) =>
      part.filter((row) => (targets.labels as Int32Array)[row] === 1).length / part.length;
    for (const { split, whole } of folds) {
      for (const part of [split.train, split.valid, split.test, whole.train]) {
        expect(Math.abs(ones(part) - ones(rows(0, 150)))).toBeLessThan(0.1);
      }
      const all = [...split.train, ...split.valid, ...split.test].sort((a, b) => a - b);
      expect(all).toEqual([...rows(0, 150)]);
      expect(Math.max(...whole.train)).toBeLessThan(150);
    }
  });

  it('does not look at the labels of the test', async () => {
    const problem = society(0.8, 'same', 1);
    const labels = Int32Array.from(problem.targets.labels as Int32Array, (label, row) => (row < 200 ? label : 0));
    const other = { ...problem, targets: { kind: 'single', labels, numClasses: 3 } } as const;
    const plain = (comparison: ModelComparison) =>
      comparison.models.map(({ title, score, isKept }) => ({ title, score, isKept }));
    expect(plain(await compared(other, few))).toEqual(plain(await compared(problem, few)));
  });

  it('does not depend on the order of the rows', async () => {
    const named = (order: readonly number[]) => {
      const graph = plantedGraph();
      const x = graph.features('person')!;
      const y = graph.labels('person')!.values as Int32Array;
      const place = new Map(order.map((person, row) => [person, row]));
      const { source, target } = graph.edgeIndex(['person', 'in', 'group']);
      const values = Float32Array.from(
        order.flatMap((person) => (x.kind === 'dense' ? [...x.values.subarray(4 * person, 4 * person + 4)] : [])),
      );
      const ordered = new GraphBuilder({
        nodes: [
          {
            name: 'person',
            columns: [
              { name: 'id', type: 'utf8', role: 'id' },
              { name: 'x', type: 'dense', role: 'feature', width: 4 },
              { name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] },
            ],
          },
          { name: 'group', columns: [] },
        ],
        edges: [],
      })
        .addNodes('person', {
          id: order.map((person) => `p${person}`),
          x: { kind: 'dense', numRows: order.length, width: 4, values },
          y: order.map((person) => y[person]!),
        })
        .addNodes('group', 20)
        .addEdges(['person', 'in', 'group'], { source: source.map((person) => place.get(person)!), target })
        .build();
      const at = (from: number, to: number) =>
        rows(from, to)
          .map((person) => place.get(person)!)
          .sort();
      return classificationProblem(
        ordered,
        'person',
        { train: at(0, 100), valid: at(100, 150), test: at(150, 300) },
        1,
      );
    };
    const forwards = await compared(named([...rows(0, 300)]), few);
    const backwards = await compared(named([...rows(0, 300)].reverse()), few);
    const scores = ({ models }: ModelComparison) =>
      models.map(({ title, score }) => ({ title, score: score!.toFixed(6) }));
    expect(scores(backwards)).toEqual(scores(forwards));
  });

  it('names a candidate that fails or is not possible, and goes on', async () => {
    const { models } = await compared(society(0.9, 'same', 0), {
      folds: 2,
      candidates: [
        { model: 'ridge' },
        { model: 'rgcn', settings: { epochs: 20, hidden: 8, learningRate: 1e30 } },
        { model: 'label-propagation' },
      ],
    });
    const reasonOf = (name: string) => models.find(({ model }) => model === name)!.reason;
    expect(reasonOf('rgcn')).toContain('failed');
    expect(reasonOf('ridge')).toContain('not possible here');
    expect(models[0]!.model).toBe('label-propagation');
  });

  it('stops at an abort, and can be fitted afterwards', async () => {
    const model = auto({ ...few, candidates: [...few.candidates, ...networks] });
    const abort = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 2 && abort.abort();
    const stopped = model.fit(plantedProblem(), { signal: abort.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(model.predict(rows(0, 1))).rejects.toMatchObject({ code: 'NOT_FITTED' });
    await model.fit(plantedProblem());
    expect(model.comparison.models.length).toBeGreaterThan(3);
    model.dispose();
  });

  it('leaves out what would take too long, and says so', async () => {
    const { models, remarks } = await compared(plantedProblem(), { folds: 2, seconds: 1e-6 });
    expect(models.find(({ model }) => model === 'simple-hgn')!.reason).toContain('too much work');
    expect(remarks.join()).toContain('simple-hgn');
  });

  it('carries out what is planned, however long it takes, where the clock is to be ignored', async () => {
    const candidates = [{ model: 'ridge' }, { model: 'label-propagation' }, { model: 'mlp', settings: { epochs: 30 } }];
    // Planned for 0.1 s, which the fits of five folds exceed on any machine, at a work that fits into it.
    const settings = { folds: 5, seconds: 0.1, candidates, ignoreClock: true };
    const first = await compared(plantedProblem(), settings);
    expect(first.remarks.join()).not.toContain('stopped after');
    expect(first.models.find(({ title }) => title === 'ridge')!.folds).toBe(5);
    const plain = ({ models }: ModelComparison) => models.map(({ title, score }) => ({ title, score }));
    expect(plain(await compared(plantedProblem(), settings))).toEqual(plain(first));
  });

  it('refuses what does not fit', async () => {
    const codeOf = (settings: object, problem: Problem) =>
      Promise.resolve()
        .then(() => auto(settings).fit(problem))
        .then(
          () => 'taken',
          (error: { code?: string }) => error.code,
        );
    expect(await codeOf({ criterion: 'roc-auc' }, society(0, 'same', 1))).toBe('INVALID_OPTION');
    expect(await codeOf({ folds: 1 }, plantedProblem())).toBe('INVALID_OPTION');
    const one = { train: rows(0, 1), valid: rows(0, 0), test: rows(1, 300) };
    expect(await codeOf(few, { ...plantedProblem(), split: one })).toBe('NO_ROWS');
  });
});

it('is saved as the kept model, predicts the same bits again, and explains', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heterograph-auto-'));
  for (const candidates of [few.candidates, networks, [...networks, { model: 'mlp', settings: { epochs: 10 } }]]) {
    const model = auto({ folds: 2, candidates });
    await model.fit(plantedProblem());
    const scores = await model.predict(rows(0, 40));
    await saveModel(model, join(folder, 'model'));
    const again = (await loadModel(join(folder, 'model'))) as AutoEstimator;
    expect(await again.predict(rows(0, 40), { graph: plantedGraph() })).toEqual(scores);
    expect(again.comparison).toEqual(model.comparison);
    expect(again).toMatchObject({
      name: 'auto',
      hasEmbedding: model.hasEmbedding,
      usesTrainingLabels: model.usesTrainingLabels,
    });
    const { edges } = await model.explain(rows(160, 161), { maxEdges: 3, trials: 0 });
    expect(edges.length).toBeGreaterThan(0);
    for (const each of [model, again]) each.dispose();
    await rm(join(folder, 'model'), { recursive: true });
  }
  await rm(folder, { recursive: true });
});
