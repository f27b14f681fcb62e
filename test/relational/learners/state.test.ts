import { expect, it } from 'vitest';
import type { Feature } from '../../../src/relational/features/types.js';
import { learnerNamed } from '../../../src/relational/forecast/learners.js';
import type { ForecasterState, Learner, LearningProblem } from '../../../src/relational/learners/types.js';
import type { ForecastKind } from '../../../src/relational/tasks/types.js';

const database = { tables: new Map() };
const numRows = 90;
const rows = Int32Array.from({ length: numRows }, (_, i) => i % 10);
const feature = (name: string, values: readonly number[], categories?: readonly string[]): Feature => ({
  ...{ name, path: 't', values: Float64Array.from(values), kind: categories ? 'category' : 'number' },
  ...(categories ? { categories } : {}),
});
const features = [
  feature(
    't < order count 30 d',
    Array.from(rows, (row, i) => (i % 7 === 0 ? Number.NaN : Math.sin(i) + row)),
  ),
  feature(
    't.color % "x"',
    Array.from(rows, (_, i) => i % 3),
    ['blue', 'green', 'red'],
  ),
  feature(
    't.noise',
    Array.from(rows, (_, i) => Math.cos(9 * i)),
  ),
];
const plan = {
  table: 't',
  leftOut: [],
  features: features.map(({ name, path, kind }) => ({
    name,
    path,
    kind,
    focus: [],
    measure: { what: 'value' } as const,
  })),
};
const labels: Readonly<Record<ForecastKind, Float64Array>> = {
  binary: Float64Array.from(rows, (row) => Number(row > 4)),
  classes: Float64Array.from(rows, (_, i) => i % 3),
  numbers: Float64Array.from(rows, (row, i) => row + (i % 3)),
};

function problemOf(kind: ForecastKind): LearningProblem {
  const anchors = { table: 't', rows, times: Float64Array.from(rows, (_, i) => i), labels: labels[kind] };
  const numClasses = { binary: 2, classes: 3, numbers: 1 }[kind];
  return { database, kind, numClasses, train: { anchors, features }, valid: { anchors, features }, seed: 1 };
}

/** As files keep it. */
function written({ data, texts, arrays }: ForecasterState): ForecasterState {
  return { data: JSON.parse(JSON.stringify(data ?? {})), texts: texts ?? {}, arrays: structuredClone(arrays ?? {}) };
}

const cases = ['global', 'entity', 'last', 'linear', 'few-features'].flatMap((name) =>
  (['binary', 'classes', 'numbers'] as const).map((kind) => [name, kind] as const),
);

it.each(cases)('%s of %s is restored to the same bits', async (name, kind) => {
  const learner = learnerNamed(name)!;
  const problem = problemOf(kind);
  const { forecaster } = await learner.fit(problem);
  const context = { kind, numClasses: problem.numClasses, plan, numRows: 10 };
  const state = written(await forecaster.state());
  const restored = learner.restore(state, context);
  expect(await restored.predict({ database, ...problem.train })).toEqual(
    await forecaster.predict({ database, ...problem.train }),
  );
  expect(written(await restored.state())).toEqual(state);
  if (forecaster.used) {
    expect(restored.used).toEqual(forecaster.used);
    const blank = features.map((each) =>
      forecaster.used!.has(each.name) ? each : { ...each, values: each.values.map(() => Number.NaN) },
    );
    const part = { database, ...problem.train, features: blank };
    expect(await restored.predict(part)).toEqual(await forecaster.predict({ database, ...problem.train }));
  }
  expect(() => learner.restore({}, context)).toThrow();
  expect(() => learner.restore(state, { ...context, kind: 'classes', numClasses: 7 })).toThrow();
});

it('constants follow rows that have other numbers now, and new ones have the answer for all', async () => {
  const learner = learnerNamed('entity')!;
  const { forecaster } = await learner.fit(problemOf('numbers'));
  const anchors = { table: 't', rows: Int32Array.of(0, 1, 2), times: new Float64Array(3) };
  const part = { database, features: [], anchors };
  const [first, second] = await forecaster.predict({ ...part, learnedRows: Int32Array.of(9, -1, 0) });
  expect([first, second]).toEqual([
    10,
    (
      await learnerNamed('global')!
        .fit(problemOf('numbers'))
        .then(({ forecaster: all }) => all.predict(part))
    )[0],
  ]);
});

const restoreConstant = (arrays: ForecasterState['arrays'], learner: Learner = learnerNamed('entity')!) =>
  learner.restore({ arrays: arrays! }, { kind: 'binary', numClasses: 2, plan, numRows: 3 });

it.each([
  [{ rows: Int32Array.of(3), values: Float64Array.of(0, 1), fallback: Float64Array.of(0, 1) }],
  [{ rows: Int32Array.of(-1), values: Float64Array.of(0, 1), fallback: Float64Array.of(0, 1) }],
  [{ rows: Int32Array.of(0), values: Float64Array.of(0, 2), fallback: Float64Array.of(0, 1) }],
  [{ rows: Int32Array.of(0), values: Float64Array.of(0, 1), fallback: Float64Array.of(Number.NaN, 1) }],
  [{ rows: Int32Array.of(0), values: Float64Array.of(0), fallback: Float64Array.of(0, 1) }],
  [{ rows: Float64Array.of(0), values: Float64Array.of(0, 1), fallback: Float64Array.of(0, 1) }],
])('constants that nobody can have learned are refused: %o', (arrays) => {
  expect(() => restoreConstant(arrays)).toThrow(/impossible|instead|another kind/);
});
