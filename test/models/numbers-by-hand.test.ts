import { describe, expect, it } from 'vitest';
import { GraphBuilder, type HeteroGraph, splitNodes } from '../../src/graph/index.js';
import {
  classificationProblem,
  createModel,
  type Estimator,
  type RegressionProblem,
  regressionProblem,
  restoreModel,
  settingsForProblem,
  taskOf,
} from '../../src/models/index.js';
import { nodeModelNamed } from '../../src/models/registry.js';
import { r2 } from '../../src/training/index.js';
import { numberProblem, PEOPLE, parts, plantedNumbers, range } from './planted-numbers.js';

const rows = (...each: number[]) => Int32Array.from(each);
const coded = (code: string) => expect.objectContaining({ code });

/** Nodes with numbers and columns, and no edges but those to one group. */
function nodesOf(y: readonly (number | null)[], x: readonly number[] = y.map((_, i) => i), members: number[] = []) {
  return new GraphBuilder({
    nodes: [
      {
        name: 'n',
        columns: [
          { name: 'x', type: 'dense', role: 'feature', width: 1 },
          { name: 'y', type: 'float64', role: 'attribute', nullable: true },
        ],
      },
      { name: 'g', columns: [] },
    ],
    edges: [],
  })
    .addNodes('n', { x: { kind: 'dense', numRows: y.length, width: 1, values: Float32Array.from(x) }, y: [...y] })
    .addNodes('g', 1)
    .addEdges(['n', 'in', 'g'], { source: Int32Array.from(members), target: new Int32Array(members.length) })
    .build();
}

const all = (graph: HeteroGraph) => range(0, graph.numNodes('n'));
const problemOf = (
  graph: HeteroGraph,
  train: Int32Array,
  more: Partial<RegressionProblem> = {},
): RegressionProblem => ({
  ...regressionProblem(graph, 'n', { train, valid: rows(), test: rows() }, 1, 'y'),
  ...more,
});

async function predictions(name: string, problem: RegressionProblem, settings: object = {}): Promise<number[]> {
  const model = createModel(name, { settings });
  await model.fit(problem);
  const numbers = await model.predict(all(problem.graph));
  model.dispose();
  return [...numbers];
}

describe('numbers of nodes by hand', () => {
  it('the scale is that of the training rows alone', () => {
    const graph = nodesOf([1, 2, 3, 6, 1000]);
    // Mean 3; squared deviations 4 + 1 + 0 + 9.
    const task = taskOf(problemOf(graph, rows(0, 1, 2, 3)));
    expect(task).toMatchObject({ kind: 'regression', nodeType: 'n', labelColumn: 'y', mean: 3 });
    expect(task.deviation).toBeCloseTo(Math.sqrt(3.5), 12);
    expect(taskOf(problemOf(nodesOf([0.1, 0.1, 0.1]), rows(0, 1, 2)))).toMatchObject({ mean: 0.1, deviation: 0 });
  });

  it('the mean, and the mean of known neighbours', async () => {
    // 10 and 20 are in the group, 60 is not; of the others the first is in the group.
    const problem = problemOf(nodesOf([10, 20, 60, null, null], undefined, [0, 1, 3]), rows(0, 1, 2));
    expect(await predictions('mean', problem)).toEqual([30, 30, 30, 30, 30]);
    const spread = await predictions('label-propagation', problem);
    for (const [i, value] of [10, 20, 60, 15, 30].entries()) expect(spread[i]).toBeCloseTo(value, 4);
  });

  it('a linear rule is found', async () => {
    const graph = nodesOf(Array.from({ length: 40 }, (_, i) => 7 - 3 * i));
    const found = await predictions('ridge', problemOf(graph, range(0, 30)), { penalty: 1e-6 });
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(7 - 3 * i, 1);
  });

  it.each([
    ['squared', 10],
    ['absolute', 0],
  ] as const)('without anything to tell nodes apart, %s errors give %s', async (loss, expected) => {
    const y = Array.from({ length: 10 }, (_, i) => (i === 3 ? 100 : 0));
    const problem = problemOf(nodesOf(y, new Array<number>(10).fill(0)), range(0, 10), { loss });
    const [first] = await predictions('mlp', problem, { dropout: 0, epochs: 150, learningRate: 0.05 });
    expect(Math.abs(first! - expected)).toBeLessThan(1.5);
  });
});

describe('what a fit depends on', () => {
  const settings = {
    sage: { epochs: 5, hidden: 8, dropout: 0 },
    sehgnn: { epochs: 3, embed: 8, hidden: 8 },
    ridge: {},
  };
  const fitted = async (name: string, problem: RegressionProblem): Promise<Estimator> => {
    const model = createModel(name, { settings: settings[name as keyof typeof settings] ?? {} });
    await model.fit(problem);
    return model;
  };

  it.each(['mean', 'label-propagation', 'ridge', 'sage', 'sehgnn'])(
    '%s: no number of a test row, nor one outside the split',
    async (name) => {
      const before = await fitted(name, numberProblem());
      const changed = plantedNumbers({ changes: { [parts.test[0]!]: 1e9, [parts.test[1]!]: -4 } });
      const after = await fitted(name, numberProblem(changed));
      expect((await after.save()).weights).toEqual((await before.save()).weights);
      expect(after.task).toEqual(before.task);
      expect(await after.predict(parts.test)).toEqual(await before.predict(parts.test));
    },
  );

  it.each(['ridge', 'ridge-propagated', 'label-propagation', 'sage'])('%s: not the order of rows', async (name) => {
    const order = Array.from({ length: PEOPLE }, (_, i) => (i * 7 + 3) % PEOPLE);
    const at = (part: Int32Array) => part.map((row) => order[row]!).sort();
    const split = { train: at(parts.train), valid: at(parts.valid), test: at(parts.test) };
    const moved = regressionProblem(plantedNumbers({ order }), 'person', split, 3, 'y');
    const there = await (await fitted(name, moved)).predict(Int32Array.from(order));
    const here = await (await fitted(name, numberProblem())).predict(range(0, PEOPLE));
    for (const [i, value] of here.entries()) expect(Math.abs(there[i]! - value)).toBeLessThan(1e-3);
  });

  it('labels of training rows are an input where the model reads them', async () => {
    for (const [name, given] of [
      ['sehgnn', { epochs: 20, embed: 8, hidden: 8, labels: true, dropout: 0, inputDropout: 0 }],
      ['rphgnn', { epochs: 30, hidden: 8, embeddingWidth: 8, labels: { hops: 2, partitions: 4 } }],
      ['rphgnn', { epochs: 30, hidden: 8, embeddingWidth: 8, labels: { method: 'echo-removed' } }],
    ] as const) {
      const model = createModel(name, { settings: { ...given, learningRate: 0.02 } });
      await model.fit(numberProblem());
      expect(model.usesTrainingLabels).toBe(true);
      const values = await model.predict(parts.test);
      expect(r2.compute({ values, rows: parts.test, width: 1 }, numberProblem().targets)).toBeGreaterThan(0.4);
      const again = restoreModel(await model.save());
      expect(await again.predict(parts.test, { graph: plantedNumbers() })).toEqual(values);
      const { labelColumn: _, ...nameless } = numberProblem();
      await expect(model.fit(nameless)).rejects.toMatchObject({ code: 'MISSING_LABELS' });
    }
  });

  it('dropout is low where settings are chosen by the problem', () => {
    const sage = nodeModelNamed('sage');
    expect(settingsForProblem(sage, numberProblem(), {}).settings).toMatchObject({ dropout: 0.1 });
    expect(settingsForProblem(sage, numberProblem(), { dropout: 0.4 }).settings).toMatchObject({ dropout: 0.4 });
    expect(settingsForProblem(sage, numberProblem(), { dropout: 0.4 }).reasons.join()).not.toContain('dropout');
  });
});

describe('ugly numbers', () => {
  it.each([
    ['all the same', [5, 5, 5, 5, 5, 5], 5, 0],
    ['very large', [1e12, 2e12, 3e12, 4e12, 5e12, 6e12], 3.5e12, 3e12],
    ['large and close together', [1.7e12, 1.7e12 + 1e9, 1.7e12 + 2e9, 1.7e12, 1.7e12, 1.7e12], 1.7e12, 3e9],
    ['tiny', [1e-30, 2e-30, 3e-30, 4e-30, 5e-30, 6e-30], 3.5e-30, 3e-30],
    ['almost too large', [3e38, -3e38, 3e38, -3e38, 3e38, -3e38], 0, 3.3e38],
  ] as const)('%s are learned all the same', async (_, y, middle, within) => {
    const graph = nodesOf([...y], undefined, [0, 1, 2, 3, 4, 5]);
    for (const [name, settings] of [
      ...[['mean', {}] as const, ['label-propagation', {}] as const, ['ridge', {}] as const],
      ...[['mlp', { epochs: 3 }] as const, ['sage', { epochs: 3, hidden: 4 }] as const],
    ]) {
      for (const value of await predictions(name, problemOf(graph, range(0, 6)), settings)) {
        expect(Math.abs(value - middle), name).toBeLessThanOrEqual(within);
      }
    }
  });

  it('one training row', async () => {
    const problem = problemOf(nodesOf([42, null, null], undefined, [0, 1, 2]), rows(0));
    for (const name of ['mean', 'label-propagation', 'ridge', 'mlp', 'sage']) {
      for (const value of await predictions(name, problem, name === 'sage' ? { epochs: 2 } : {})) {
        expect(value).toBe(42);
      }
    }
  });

  it('what cannot be learned is refused by code before any work', async () => {
    const refused = (problem: object, name = 'mean') =>
      expect(createModel(name).fit(problem as RegressionProblem)).rejects;
    const graph = nodesOf([1, null, 3, 4, 5, 2]);
    const values = Float64Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY, 1e300, 2);
    const ugly = (train: Int32Array) => problemOf(graph, train, { targets: { values } });
    await refused(problemOf(graph, rows(0, 1))).toMatchObject({ code: 'UNLABELLED_ROW', location: { row: 1 } });
    await refused(ugly(rows(0, 1))).toMatchObject({ code: 'UNLABELLED_ROW', location: { row: 1 } });
    await refused(ugly(rows(0, 3))).toMatchObject({ code: 'NON_FINITE', location: { row: 3 } });
    await refused(ugly(rows(0, 4))).toMatchObject({ code: 'NON_FINITE', location: { row: 4 } });
    await refused(problemOf(graph, rows())).toMatchObject({ code: 'NO_ROWS' });
    const whole = problemOf(graph, rows(0, 5));
    await refused({ ...whole, targets: { values: new Float32Array(12), width: 2 } }).toMatchObject({
      code: 'INVALID_OPTION',
    });
    await refused({ ...whole, targets: { values: new Float32Array(5) } }).toMatchObject({ code: 'SHAPE_MISMATCH' });
    await refused({ ...whole, loss: 'cubic' }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ ...whole, kind: 'other' }).toMatchObject({ code: 'INVALID_OPTION' });
    for (const name of ['majority', 'logistic']) {
      await refused(whole, name).toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    }
  });

  it('columns of any numeric type, and labels that are named by numbers', () => {
    const graph = new GraphBuilder({
      nodes: [
        {
          name: 'n',
          columns: [
            { name: 'big', type: 'int64', role: 'attribute', nullable: true },
            { name: 'named', type: 'int32', role: 'label', classes: ['1.5', 'NaN', '-2', ''] },
            { name: 'word', type: 'int32', role: 'label', classes: ['1', 'two'] },
            { name: 'text', type: 'utf8', role: 'attribute' },
            { name: 'flag', type: 'bool', role: 'attribute' },
          ],
        },
      ],
      edges: [],
    })
      .addNodes('n', {
        big: [2n ** 40n, null, -3n, 4n],
        named: [0, 1, 2, 3],
        word: [0, 1, 0, 1],
        text: ['1', '2', '3', '4'],
        flag: [true, false, true, false],
      })
      .build();
    expect([...graph.numbers('n', 'big')]).toEqual([2 ** 40, Number.NaN, -3, 4]);
    expect([...graph.numbers('n', 'named')]).toEqual([1.5, Number.NaN, -2, Number.NaN]);
    for (const name of ['word', 'text', 'flag']) expect(() => graph.numbers('n', name)).toThrow(coded('WRONG_DTYPE'));
    expect(() => graph.numbers('n', 'none')).toThrow(coded('UNKNOWN_COLUMN'));
    const split = splitNodes(graph, 'n', { target: 'big', seed: 1, fractions: { train: 1, valid: 0, test: 0 } });
    expect([...split.train]).toEqual([0, 2, 3]);
    expect(() => classificationProblem(graph, 'n', split, 1, 'big')).toThrow(coded('WRONG_DTYPE'));
  });

  it('a forged saved model is refused', async () => {
    const model = createModel('mean');
    await model.fit(problemOf(nodesOf([1, 2, 3]), rows(0, 1)));
    const saved = await model.save();
    const { task } = saved;
    for (const change of [{ deviation: -1 }, { deviation: Number.NaN }, { mean: Number.POSITIVE_INFINITY }]) {
      expect(() => restoreModel({ ...saved, task: { ...task, ...change } as never })).toThrow(coded('NON_FINITE'));
    }
    const classes = { kind: 'classification', nodeType: 'n', classes: ['a'], multiLabel: false } as const;
    expect(() => restoreModel({ ...saved, task: classes })).toThrow(coded('UNSUPPORTED_BY_MODEL'));
    expect(() => restoreModel({ ...saved, model: 'majority' })).toThrow(coded('UNSUPPORTED_BY_MODEL'));
    const extra = { parameters: [{ name: 'w', shape: [1] }], weights: [Float32Array.of(1)] };
    expect(() => restoreModel({ ...saved, ...extra })).toThrow(coded('SHAPE_MISMATCH'));
  });
});
