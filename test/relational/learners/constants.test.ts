import { expect, it } from 'vitest';
import { entityConstant, globalConstant, lastValue } from '../../../src/relational/learners/constants.js';
import type { ForecastKind } from '../../../src/relational/tasks/types.js';

const database = { tables: new Map() };

const part = (rows: readonly number[], times: readonly number[], labels: readonly number[]) => ({
  anchors: {
    table: 't',
    rows: Int32Array.from(rows),
    times: Float64Array.from(times),
    labels: Float64Array.from(labels),
  },
  features: [],
});

/** Row 0 has labels 1, 0, 1 (the last one 0), row 1 has 1; row 2 none. */
const train = part([0, 0, 0, 1], [1, 3, 2, 1], [1, 0, 1, 1]);
const asked = part([0, 1, 2], [9, 9, 9], [0, 0, 0]);

async function predicted(learner: typeof globalConstant, kind: ForecastKind) {
  const numClasses = kind === 'numbers' ? 1 : 2;
  const fitted = await learner.fit({ database, kind, numClasses, train, valid: asked, seed: 1 });
  const again = await fitted.refit(part([2], [5], [0]));
  return {
    values: [...(await fitted.forecaster.predict({ database, ...asked }))],
    again: [...(await again.predict({ database, ...asked }))],
  };
}

it('constants are shares of classes, or medians', async () => {
  expect((await predicted(globalConstant, 'binary')).values).toEqual([0.25, 0.75, 0.25, 0.75, 0.25, 0.75]);
  expect((await predicted(globalConstant, 'numbers')).values).toEqual([1, 1, 1]);
  const third = (await predicted(entityConstant, 'binary')).values;
  expect(third.map((value) => Number(value.toFixed(9)))).toEqual([0.333333333, 0.666666667, 0, 1, 0.25, 0.75]);
  expect((await predicted(entityConstant, 'numbers')).values).toEqual([1, 1, 1]);
  expect((await predicted(lastValue, 'binary')).values).toEqual([1, 0, 0, 1, 0.25, 0.75]);
  expect((await predicted(lastValue, 'numbers')).values).toEqual([0, 1, 1]);
});

it('are learned again of other rows', async () => {
  for (const learner of [globalConstant, entityConstant, lastValue])
    expect((await predicted(learner, 'numbers')).again).toEqual([0, 0, 0]);
});

it('count labels whose windows have ended by each anchor, where these are known', async () => {
  const known = {
    rows: Int32Array.from([0, 0, 1, 0]),
    until: Float64Array.from([4, 6, 9, 10]),
    labels: Float64Array.from([5, 9, 7, 1]),
  };
  const at = part([0, 0, 0, 1, 1], [3, 5, 9, 8, 9], [0, 0, 0, 0, 0]);
  const values = async (learner: typeof globalConstant) => {
    const { forecaster } = await learner.fit({
      database,
      kind: 'numbers',
      numClasses: 1,
      train,
      valid: asked,
      seed: 1,
    });
    return [...(await forecaster.predict({ database, ...at, known }))];
  };
  // Of rows without a known label the median of all that are known; before any is, that of the training, 1.
  expect(await values(entityConstant)).toEqual([1, 5, 7, 7, 7]);
  expect(await values(lastValue)).toEqual([1, 5, 9, 7, 7]);
  expect(await values(globalConstant)).toEqual([1, 5, 7, 7, 7]);
});
