import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fitForecast } from '../../../src/relational/forecast/forecast.js';
import { learnerNamed } from '../../../src/relational/forecast/learners.js';
import type { Forecaster } from '../../../src/relational/learners/types.js';
import { queryTask } from '../../../src/relational/tasks/query-task.js';
import type { LabelledAnchors } from '../../../src/relational/tasks/types.js';
import { ASK, shop } from '../saved/shop.js';

/** Constants, what learns nothing, and what learns everything and is kept. */
const names = ['global', 'entity', 'last', 'linear', 'few-features'] as const;
/** Each is fitted and predicts, is fitted again and predicts. */
const STEPS = 4 * names.length;

let made: { readonly name: string; numDisposed: number }[] = [];
let signals: (AbortSignal | undefined)[] = [];
let steps = 0;
let failing = Number.POSITIVE_INFINITY;

function step(): void {
  if (steps++ === failing) throw new Error('no more');
}

function forecasterOf(name: string): Forecaster {
  const own = { name, numDisposed: 0 };
  made.push(own);
  return {
    async predict({ anchors }, { signal } = {}) {
      step();
      signals.push(signal);
      const labels = (anchors as LabelledAnchors).labels;
      return Float64Array.from({ length: 2 * labels.length }, (_, i) =>
        name === 'few-features' ? Number(labels[i >> 1] === i % 2) : 0.5,
      );
    },
    state: async () => ({}),
    dispose: () => void own.numDisposed++,
  };
}

beforeEach(() => {
  [made, signals, steps] = [[], [], 0];
  for (const name of names) {
    const make = async () => {
      step();
      return forecasterOf(name);
    };
    vi.spyOn(learnerNamed(name)!, 'fit').mockImplementation(async () => ({ forecaster: await make(), refit: make }));
  }
});
afterEach(() => vi.restoreAllMocks());

async function fitted(failAt: number, signal?: AbortSignal) {
  failing = failAt;
  const database = shop({ days: 150, customers: 8 });
  const options = { learners: ['linear', 'few-features'], features: { maxFeatures: 8 }, signal };
  return fitForecast(database, await queryTask(database, ASK), options);
}

it('what is kept is there, all else is disposed of once, and everything can be aborted', async () => {
  const { signal } = new AbortController();
  const { kept, parts, constants } = await fitted(STEPS, signal);
  expect([kept.name, parts.length, constants.length, steps]).toEqual(['few-features', 1, 3, STEPS]);
  const counts = (of: readonly string[]) =>
    made.filter(({ name }) => of.includes(name)).map((each) => each.numDisposed);
  expect(counts(['linear'])).toEqual([1, 1]);
  expect(counts(names.filter((name) => name !== 'linear'))).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  expect(signals).toEqual(new Array(STEPS / 2).fill(signal));
});

it.each([0, 1, 7, 8, 9, 10, 11, 16, 17, 18, 19])(
  'where step %i fails all is disposed of, each once',
  async (failAt) => {
    await expect(fitted(failAt)).rejects.toThrow('no more');
    expect(made.map(({ numDisposed }) => numDisposed)).toEqual(made.map(() => 1));
  },
);
