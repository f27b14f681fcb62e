import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { candidatesFor, kindOf } from '../../../src/models/auto/candidates.js';
import {
  classificationProblem,
  createModel,
  listModels,
  type Problem,
  regressionProblem,
  restoreModel,
  type SavedModel,
} from '../../../src/models/index.js';
import { chooseColumns } from '../../../src/models/node-trees/choose-columns.js';
import { plantedProblem, rows } from '../planted.js';
import { numberProblem } from '../planted-numbers.js';

interface Table {
  readonly ids: readonly string[];
  readonly x: readonly (readonly number[])[];
  /** Classes, classes of which a node may have several, or numbers. */
  readonly y: readonly number[] | readonly (readonly number[])[];
  readonly classes?: readonly string[];
}

function graphOf({ ids, x, y, classes }: Table): HeteroGraph {
  const width = x[0]!.length;
  const isSeveral = Array.isArray(y[0]);
  const label = isSeveral
    ? { name: 'y', type: 'dense', role: 'label', width: classes!.length, classes }
    : classes
      ? { name: 'y', type: 'int32', role: 'label', classes, nullable: true }
      : { name: 'y', type: 'float64', role: 'attribute', nullable: true };
  return new GraphBuilder({
    nodes: [
      {
        name: 'row',
        columns: [
          { name: 'id', type: 'utf8', role: 'id' },
          { name: 'x', type: 'dense', role: 'feature', width },
          label as never,
        ],
      },
    ],
    edges: [],
  })
    .addNodes('row', {
      id: [...ids],
      x: { kind: 'dense', numRows: x.length, width, values: Float32Array.from(x.flat()) },
      y: isSeveral
        ? { kind: 'dense', numRows: x.length, width: classes!.length, values: Float32Array.from(y.flat()) }
        : [...(y as number[])].map((value) => (Number.isNaN(value) ? null : value)),
    })
    .build();
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);
const none = new Int32Array(0);

function problemOf(table: Table, train = rows(0, table.x.length), valid = none): Problem {
  const split = { train, valid, test: none };
  const graph = graphOf(table);
  return table.classes
    ? classificationProblem(graph, 'row', split, 1, 'y')
    : regressionProblem(graph, 'row', split, 1, 'y');
}

async function scoresOf(problem: Problem, settings: object, asked: Int32Array): Promise<Float32Array> {
  const model = createModel('gbdt', { settings });
  await model.fit(problem);
  const scores = await model.predict(asked);
  model.dispose();
  return scores;
}

const oneTree = { rounds: 1, leaves: 2, leafRows: 1, penalty: 0 };
const halves = { ids: names(20), x: names(20).map((_, i) => [i < 10 ? -1 : 1]) };

describe('gbdt', () => {
  it('makes the tree worked by hand: the scores start at the log-odds, and a leaf adds a tenth of a Newton step', async () => {
    // Half of the rows are of each class: the start is 0, each gradient -1/2 or 1/2, each curvature 1/4, so that a step is 2.
    const problem = problemOf({ ...halves, y: names(20).map((_, i) => (i < 10 ? 0 : 1)), classes: ['a', 'b'] });
    const scores = await scoresOf(problem, oneTree, Int32Array.of(0, 19));
    expect(scores[1]! - scores[0]!).toBeCloseTo(-0.2, 6);
    expect(scores[3]! - scores[2]!).toBeCloseTo(0.2, 6);
    // A penalty of 2.5, the sum of the curvatures, halves it.
    const less = await scoresOf(problem, { ...oneTree, penalty: 2.5 }, Int32Array.of(19));
    expect(less[1]! - less[0]!).toBeCloseTo(0.1, 6);
  });

  it('makes the tree of numbers worked by hand, in their own units', async () => {
    const problem = problemOf({ ...halves, y: names(20).map((_, i) => (i < 10 ? 100 : 300)) });
    const scores = await scoresOf(problem, oneTree, Int32Array.of(0, 19));
    expect(scores[0]).toBeCloseTo(190, 4);
    expect(scores[1]).toBeCloseTo(210, 4);
  });

  it('decides each class by itself where a node may have several', async () => {
    const both = halves.x.map(([value], i) => [value! > 0 ? 1 : 0, i % 2]);
    const scores = await scoresOf(
      problemOf({ ...halves, y: both, classes: ['a', 'b'] }),
      oneTree,
      Int32Array.of(0, 19),
    );
    expect(scores[0]).toBeCloseTo(-0.2, 6);
    expect(scores[2]).toBeCloseTo(0.2, 6);
    // The second class has nothing to do with the column.
    expect(scores[1]).toBeCloseTo(scores[3]!, 6);
  });

  it('finds what no linear model can: a class that is the sign of a product', async () => {
    const stream = names(400).map((_, i) => [Math.sin(12.9898 * i) * 43758.5453, Math.sin(78.233 * i) * 12543.123]);
    const x = stream.map((pair) => pair.map((value) => value - Math.floor(value) - 0.5));
    const y = x.map(([a, b]) => (a! * b! > 0 ? 1 : 0));
    const problem = problemOf({ ids: names(400), x, y, classes: ['a', 'b'] }, rows(0, 200), rows(200, 280));
    const share = async (name: string) => {
      const model = createModel(name);
      await model.fit(problem);
      const scores = await model.predict(rows(280, 400));
      model.dispose();
      return rows(280, 400).filter((row, i) => (scores[2 * i + 1]! > scores[2 * i]! ? 1 : 0) === y[row]).length / 120;
    };
    expect(await share('gbdt')).toBeGreaterThan(0.85);
    expect(await share('logistic')).toBeLessThan(0.65);
  });

  it('stops by the validation rows alone, and leaves aside those of them that have no label', async () => {
    const x = names(60).map((_, i) => [((i * 7919) % 61) / 61, ((i * 104729) % 59) / 59]);
    const y = names(60).map((_, i) => (i * 31) % 2);
    const table = { ids: names(60), x, y, classes: ['a', 'b'] };
    const settings = { leafRows: 2, patience: 3 };
    const asked = rows(0, 60);
    const stopped = await scoresOf(problemOf(table, rows(0, 40), rows(40, 60)), settings, asked);
    const whole = await scoresOf(problemOf(table, rows(0, 40)), settings, asked);
    const size = (scores: Float32Array) => Math.max(...scores.map(Math.abs));
    // Labels that follow from nothing: what is learned of 40 rows does not help on 20 others.
    expect(size(stopped)).toBeLessThan(size(whole) / 2);
    const blank = { ...table, y: y.map((label, i) => (i >= 40 ? NaN : label)) };
    expect(await scoresOf(problemOf(blank, rows(0, 40), rows(40, 60)), settings, asked)).toEqual(whole);
  });

  it('gives the same bits whatever the order of the rows', async () => {
    const table = fc
      .array(
        fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 })),
        {
          minLength: 6,
          maxLength: 30,
        },
      )
      .chain((cells) =>
        fc.tuple(
          fc.constant(cells),
          fc.shuffledSubarray(
            cells.map((_, i) => i),
            { minLength: cells.length },
          ),
        ),
      );
    await fc.assert(
      fc.asyncProperty(table, async ([cells, order]) => {
        const whole = { ids: names(cells.length), x: cells.map(([a, b]) => [a, b]), y: cells.map(([, , c]) => c) };
        const of = <T>(values: readonly T[]) => order.map((i) => values[i]!);
        const other = { ids: of(whole.ids), x: of(whole.x), y: of(whole.y) };
        const settings = { rounds: 5, leafRows: 1, leaves: 4 };
        for (const classes of [undefined, ['a', 'b', 'c']]) {
          const named = classes ? { classes } : {};
          const asked = rows(0, cells.length);
          const cut = Math.floor(cells.length / 2);
          const [train, valid] = [rows(0, cut), rows(cut, cells.length)];
          const moved = (part: Int32Array) => Int32Array.from(part, (row) => order.indexOf(row));
          const scores = await scoresOf(problemOf({ ...whole, ...named }, train, valid), settings, asked);
          const again = await scoresOf(
            problemOf({ ...other, ...named }, moved(train), moved(valid)),
            settings,
            moved(asked),
          );
          expect(again).toEqual(scores);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('weighs classes, in what it learns and in when it stops, and learns quantiles', async () => {
    const rare = {
      ...halves,
      x: halves.x.map(() => [0]),
      y: names(20).map((_, i) => (i < 2 ? 1 : 0)),
      classes: ['a', 'b'],
    };
    const odds = async (classWeight?: 'balanced') => {
      const problem = { ...problemOf(rare), ...(classWeight ? { classWeight } : {}) } as Problem;
      const [a, b] = await scoresOf(problem, oneTree, Int32Array.of(0));
      return b! - a!;
    };
    expect(await odds()).toBeCloseTo(Math.log(2 / 18), 3);
    expect(await odds('balanced')).toBeCloseTo(0, 3);
    // Labels that follow from nothing, one in twenty of the second class: weighed or not, nothing is to be learned for long.
    const stream = new RandomStream(3, 'noise');
    const x = names(600).map(() => [stream.next(), stream.next()]);
    const y = names(600).map(() => (stream.next() < 0.05 ? 1 : 0));
    const table = { ids: names(600), x, y, classes: ['a', 'b'] };
    for (const weight of [undefined, 'balanced', { b: 50 }]) {
      const split = problemOf(table, rows(0, 400), rows(400, 600));
      const model = createModel('gbdt', { settings: { patience: 10 } });
      await model.fit({ ...split, ...(weight ? { classWeight: weight } : {}) } as Problem);
      const [text] = (await model.save()).state.texts as string[];
      expect(text!.match(/^Tree=/gm)!.length).toBeLessThan(15);
      model.dispose();
    }
    const numbers = { ids: names(100), x: names(100).map(() => [0]), y: names(100).map((_, i) => i) };
    const problem = { ...problemOf(numbers), loss: 'quantile=0.9' } as Problem;
    const [quantile] = await scoresOf(problem, oneTree, Int32Array.of(0));
    expect(quantile).toBeGreaterThanOrEqual(88);
    expect(quantile).toBeLessThanOrEqual(91);
  });

  it.each([1, 1e-6, 1e6])('learns counts alike in units of %s', async (unit) => {
    const x = names(60).map((_, i) => [i < 30 ? 0 : 1]);
    const y = names(60).map((_, i) => unit * (i < 30 ? i % 3 : 8 + (i % 3)));
    const problem = { ...problemOf({ ids: names(60), x, y }), loss: 'poisson' } as Problem;
    const [low, high] = await scoresOf(problem, {}, Int32Array.of(0, 59));
    expect(low! / unit).toBeCloseTo(1, 1);
    expect(high! / unit).toBeCloseTo(9, 1);
    const zero = { ...problemOf({ ids: names(4), x: x.slice(0, 4), y: [0, 0, 0, 0] }), loss: 'poisson' } as Problem;
    expect([...(await scoresOf(zero, {}, rows(0, 2)))]).toEqual([0, 0]);
  });

  it('is not led astray by one huge cell', async () => {
    const x = names(400).map((_, i) => [i === 7 ? 1e14 : i % 100]);
    const y = names(400).map((_, i) => (i % 100 < 50 ? 0 : 1));
    const scores = await scoresOf(problemOf({ ids: names(400), x, y, classes: ['a', 'b'] }), {}, rows(8, 400));
    const right = rows(8, 400).filter((row, i) => (scores[2 * i + 1]! > scores[2 * i]! ? 1 : 0) === y[row]);
    expect(right.length).toBe(392);
  });

  it('learns from the columns that vary and say most, where there are more than it takes', async () => {
    const numbers = {
      x: Float32Array.from(names(40).flatMap((_, i) => [3, i % 2, (i * 7) % 40, i < 20 ? 0 : 1, 1])),
      width: 5,
    };
    const half = (row: number): number => (row < 20 ? 0 : 1);
    const chosen = async (most: number, aimOf = half, leafRows = 2, inputs = numbers, all = rows(0, 40)) => {
      const aimsOf = (asked: Int32Array) => Float32Array.from(asked, aimOf);
      return [...(await chooseColumns(inputs, { rows: all, aimsOf, most, leafRows }))];
    };
    expect(await chosen(9)).toEqual([1, 2, 3]);
    expect(await chosen(1)).toEqual([3]);
    expect(await chosen(1, (row) => row % 2)).toEqual([1]);
    expect(await chosen(9, half, 2, numbers, rows(0, 1))).toEqual([]);
    // A column by which no leaf could be split says nothing; one with a huge cell, or a missing one, does.
    const ugly = Float32Array.from(
      names(40).flatMap((_, i) => [i === 5 ? 1 : 0, i === 9 ? 1e30 : half(i), i === 3 ? Number.NaN : half(i), 1]),
    );
    const rare = (row: number) => (row === 5 ? 1 : 0.01 * half(row));
    expect(await chosen(2, rare, 4, { x: ugly, width: 4 })).toEqual([1, 2]);
    const missing = { x: new Float32Array(80).fill(Number.NaN), width: 2 };
    expect(await chosen(2, half, 4, missing)).toEqual([]);
    // Of three classes each counts: the gain worked by hand. Left 10 of a, right 10 of b and 10 of c: 10 + 5 + 5 less 3 100/30.
    const three = { x: Float32Array.from(names(30).flatMap((_, i) => [i < 10 ? 0 : 1, i % 2, 1])), width: 3 };
    const aimsOf = (asked: Int32Array) =>
      Float32Array.from([...asked].flatMap((row) => [0, 1, 2].map((c) => +(Math.floor(row / 10) === c))));
    expect([...(await chooseColumns(three, { rows: rows(0, 30), aimsOf, most: 1, leafRows: 5 }))]).toEqual([0]);
    const signal = AbortSignal.abort();
    const choice = { rows: rows(0, 30), aimsOf, most: 1, leafRows: 5 };
    await expect(chooseColumns(three, choice, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    // The same of a model: 300 columns of noise, and one that says it.
    const stream = new RandomStream(5, 'wide');
    const y = names(200).map((_, i) => i % 2);
    const x = y.map((label) => [...Array.from({ length: 300 }, () => stream.next()), label]);
    const table = { ids: names(200), x, y, classes: ['a', 'b'] };
    const scores = await scoresOf(problemOf(table, rows(0, 100)), { columns: 3, rounds: 10 }, rows(100, 200));
    expect(rows(0, 100).every((i) => scores[2 * i + 1]! > scores[2 * i]! === (y[100 + i] === 1))).toBe(true);
  });

  it('tells how far it is through the models of several classes, and can be aborted', async () => {
    const both = halves.x.map(([value], i) => [value! > 0 ? 1 : 0, i % 2, i < 3 ? 1 : 0]);
    const problem = problemOf({ ...halves, y: both, classes: ['a', 'b', 'c'] });
    const seen: number[] = [];
    const model = createModel('gbdt', { settings: { rounds: 2, leafRows: 1 } });
    await model.fit(problem, {
      onProgress: ({ stage, done, total }) => void (stage === 'gbdt' && seen.push(done / total!)),
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThanOrEqual(1);
    const signal = AbortSignal.abort();
    await expect(model.fit(problem, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    model.dispose();
  });

  it('says the same of every node where one class or one row is all there is', async () => {
    const one = await scoresOf(problemOf({ ...halves, y: names(20).map(() => 0), classes: ['a'] }), {}, rows(0, 3));
    expect([...one]).toEqual([0, 0, 0]);
    const same = await scoresOf(
      problemOf({ ...halves, y: names(20).map(() => 1), classes: ['a', 'b', 'c'] }),
      {},
      rows(0, 2),
    );
    expect(same[1]).toBeGreaterThan(same[0]!);
    expect([...same.subarray(0, 3)]).toEqual([...same.subarray(3)]);
    const single = { ...halves, y: names(20).map((_, i) => i) };
    expect([...(await scoresOf(problemOf(single, Int32Array.of(7)), {}, rows(0, 2)))]).toEqual([7, 7]);
  });

  it.each(['gbdt', 'gbdt-propagated', 'gbdt-aggregated'])(
    '%s is saved with its trees, and a forged state is refused',
    async (name) => {
      const problem = name === 'gbdt-aggregated' ? numberProblem() : plantedProblem();
      const model = createModel(name, { settings: { rounds: 3 } });
      await model.fit(problem);
      const scores = await model.predict(rows(0, 30));
      const saved = await model.save();
      const again = restoreModel(JSON.parse(JSON.stringify(saved), revived) as SavedModel);
      expect(await again.predict(rows(0, 30), { graph: problem.graph })).toEqual(scores);
      const codeOf = (state: object) => {
        try {
          restoreModel({ ...saved, state: { ...saved.state, ...state } });
          return 'taken';
        } catch (error) {
          return (error as { code?: string }).code;
        }
      };
      const [text] = saved.state.texts as string[];
      for (const texts of [text, [7], undefined]) expect(codeOf({ texts })).toBe('INVALID_OPTION');
      for (const width of [0, 1.5, 'x', undefined]) expect(codeOf({ width })).toBe('INVALID_OPTION');
      for (const unit of [0, Number.NaN, 'x', undefined]) expect(codeOf({ unit })).toBe('INVALID_OPTION');
      const line = /^objective=.*$/m;
      const changed = [
        'objective=lambdarank',
        `$&\nobjective=${name === 'gbdt-aggregated' ? 'binary sigmoid:1' : 'poisson'}`,
        'average_output\n$&',
      ].map((to) => text!.replace(line, to));
      const none = text!.slice(0, text!.indexOf('Tree=0')) + text!.slice(text!.indexOf('end of trees'));
      for (const texts of [[], [text, text], ...[...changed, none].map((each) => [each])])
        expect(codeOf({ texts })).toBe('CORRUPT_FILE');
      expect(codeOf({ width: 1 })).toBe('CORRUPT_FILE');
      expect(codeOf({ texts: [text!.slice(0, text!.length / 2)] })).toBe('CORRUPT_FILE');
      for (const each of [model, again]) each.dispose();
    },
  );

  it('refuses settings that cannot be', () => {
    for (const settings of [
      { leaves: 1 },
      { rounds: 0 },
      { columns: 0 },
      { columns: 1.5 },
      { bins: 256 },
      { trees: 3 },
    ])
      expect(() => createModel('gbdt', { settings })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('auto', () => {
  it('keeps boosted trees where they are best, and restores them', async () => {
    const stream = new RandomStream(9, 'product');
    const x = names(400).map(() => [stream.next() - 0.5, stream.next() - 0.5]);
    const y = x.map(([a, b]) => (a! * b! > 0 ? 1 : 0));
    const problem = problemOf({ ids: names(400), x, y, classes: ['a', 'b'] }, rows(0, 240), rows(240, 320));
    const candidates = [{ model: 'logistic' }, { model: 'gbdt' }];
    const model = createModel('auto', { settings: { candidates, folds: 3 } });
    const { comparison } = await model.fit(problem);
    expect(comparison!.models[0]).toMatchObject({ title: 'gbdt', folds: 3, reason: 'kept' });
    const scores = await model.predict(rows(320, 400));
    const again = restoreModel(await model.save());
    expect(await again.predict(rows(320, 400), { graph: problem.graph })).toEqual(scores);
    for (const each of [model, again]) each.dispose();
  });

  it('counts trees on averages along relations among the models of averages', () => {
    const problem = plantedProblem();
    const context = {
      find: (name: string) => listModels().find((each) => each.name === name) as never,
      resources: {},
      affordable: 1e12,
    };
    const settings = {
      folds: 3,
      seconds: 10,
      ignoreClock: true,
      candidates: [{ model: 'gbdt-propagated' }, { model: 'mlp-propagated' }],
    };
    const { candidates } = candidatesFor(problem, settings, context);
    const [, trees, perceptron] = candidates;
    expect(trees!.level).toBe(perceptron!.level);
    expect(kindOf(trees!)).toBe(kindOf(perceptron!));
    expect(trees!.work).toBeGreaterThan(0);
    const byDefault = candidatesFor(problem, { folds: 3, seconds: 10, ignoreClock: true }, context);
    const titles = byDefault.candidates.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['gbdt', 'gbdt-aggregated']));
    expect(titles).not.toContain('gbdt-propagated');
  });
});

/** Row numbers come back from JSON as objects. */
function revived(key: string, value: unknown): unknown {
  return key === 'trainRows' ? new Int32Array(0) : value;
}
