import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../src/graph/index.js';
import {
  type Estimator,
  LabelPropagationClassifier,
  LogisticClassifier,
  MajorityClassifier,
  MlpClassifier,
  RidgeClassifier,
  RpHgnnClassifier,
  rphgnnDefaults,
} from '../../src/models/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from './planted.js';

const problem = plantedProblem();
const small = { ...rphgnnDefaults, embeddingWidth: 4, inputWidth: 4, hidden: 4, epochs: 1 };
const models: readonly [string, () => Estimator][] = [
  ['majority', () => new MajorityClassifier()],
  ['ridge', () => new RidgeClassifier()],
  ['ridge-propagated', () => new RidgeClassifier({ features: 'propagated', width: 4 })],
  ['label-propagation', () => new LabelPropagationClassifier({ rounds: 2 })],
  ['logistic', () => new LogisticClassifier()],
  ['mlp', () => new MlpClassifier({ epochs: 1, hidden: 4 })],
  ['mlp-propagated', () => new MlpClassifier({ epochs: 1, hidden: 4, features: 'propagated', width: 4 })],
  ['rphgnn', () => new RpHgnnClassifier({ settings: small })],
];

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return undefined;
}

describe.each(models)('%s', (_, make) => {
  it('refuses wrong arguments of fit before any work', async () => {
    const model = make();
    const { split, targets } = problem;
    const codeOfFit = (change: object, run?: object) =>
      codeOf(model.fit({ ...problem, ...change } as never, run as never));
    expect(await codeOf(model.fit(undefined as never))).toBe('INVALID_OPTION');
    expect(await codeOf(model.fit(problem.graph as never))).toBe('INVALID_OPTION');
    expect(await codeOfFit({ seed: Number.NaN })).toBe('INVALID_OPTION');
    expect(await codeOfFit({}, { epochs: 3 })).toBe('INVALID_OPTION');
    expect(await codeOfFit({ nodeType: 'persons' })).toBe('UNKNOWN_TYPE');
    expect(await codeOfFit({ targets: { ...targets, labels: new Int32Array(4) } })).toBe('SHAPE_MISMATCH');
    expect(await codeOfFit({ split: { ...split, train: [0, 1] } })).toBe('WRONG_DTYPE');
    expect(await codeOfFit({ split: { ...split, train: Int32Array.of(PEOPLE) } })).toBe('INDEX_OUT_OF_RANGE');
    expect(await codeOfFit({ split: { ...split, test: Int32Array.of(200, 200) } })).toBe('DUPLICATE_ID');
    expect(await codeOfFit({ split: { ...split, test: split.train } })).toBe('OVERLAPPING_SPLIT');
    const unlabelled = { ...targets, labels: Int32Array.from({ length: PEOPLE }, (_, i) => (i === 5 ? -1 : 0)) };
    expect(await codeOfFit({ targets: unlabelled })).toBe('UNLABELLED_ROW');
  });

  it('refuses wrong arguments of predict', async () => {
    const model = make();
    await model.fit(problem);
    const predict = (given: unknown, options?: unknown) => codeOf(model.predict(given as never, options as never));
    expect(await predict([0, 1])).toBe('WRONG_DTYPE');
    expect(await predict(undefined)).toBe('WRONG_DTYPE');
    expect(await predict(Int32Array.of(0, PEOPLE))).toBe('INDEX_OUT_OF_RANGE');
    expect(await predict(Int32Array.of(-1))).toBe('INDEX_OUT_OF_RANGE');
    expect(await predict(rows(160, 170), problem.graph)).toBe('INVALID_OPTION');
    expect(await predict(rows(160, 170), { rows: 3 })).toBe('INVALID_OPTION');
    expect(await predict(rows(PEOPLE, PEOPLE + 1), { graph: plantedGraph() })).toBe('INDEX_OUT_OF_RANGE');
    expect(await predict(rows(160, 170))).toBeUndefined();
    model.dispose();
  });
});

/** People, groups that they are in, and towns that the groups are in: a relation of the target, and one that is not. */
function townGraph(keep: {
  readonly towns?: boolean;
  readonly lives?: boolean;
  readonly friends?: boolean;
  width?: number;
}) {
  const { towns = true, lives = true, friends = false, width = 2 } = keep;
  const n = 40;
  const even = Array.from({ length: n }, (_, i) => i % 4);
  return graphFromArrays({
    schema: {
      nodes: [{ name: 'person', columns: [{ name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] }] }],
      edges: [],
    },
    nodes: {
      person: { data: { y: even.map((c) => c % 2) } },
      group: {
        data: {
          x: { kind: 'dense', numRows: 4, width, values: Float32Array.from({ length: 4 * width }, (_, i) => i) },
        },
      },
      ...(towns ? { town: 2 } : {}),
    },
    edges: [
      { type: ['person', 'in', 'group'], source: rows(0, n), target: even },
      ...(towns && lives
        ? [{ type: ['group', 'of', 'town'] as const, source: [0, 1, 2, 3], target: [0, 1, 0, 1] }]
        : []),
      ...(friends ? [{ type: ['person', 'knows', 'person'] as const, source: [0], target: [1] }] : []),
    ].map(({ type: [from, name, to], ...rest }) => ({ type: [from, name, to] as [string, string, string], ...rest })),
  });
}

describe('predict on a graph that is not of the kind that was fitted on', () => {
  const fitOn = (graph: HeteroGraph) => ({
    ...problem,
    graph,
    targets: { kind: 'single' as const, labels: graph.labels('person')!.values as Int32Array, numClasses: 2 },
    split: { train: rows(0, 20), valid: rows(20, 30), test: rows(30, 40) },
  });

  it.each(models.filter(([name]) => /propagat|rphgnn/.test(name)))('says so: %s', async (_, make) => {
    const model = make();
    await model.fit(fitOn(townGraph({})));
    const on = (graph: HeteroGraph) => codeOf(model.predict(rows(30, 40), { graph }));
    expect(await on(townGraph({ towns: false }))).toBe('MODEL_MISMATCH');
    expect(await on(townGraph({ lives: false }))).toBe('MODEL_MISMATCH');
    expect(await on(townGraph({ friends: true }))).toBe('MODEL_MISMATCH');
    expect(await on(townGraph({ width: 3 }))).toBe('MODEL_MISMATCH');
    expect(await on(townGraph({}))).toBeUndefined();
    model.dispose();
  });
});
