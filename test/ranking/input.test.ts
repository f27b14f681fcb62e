import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../src/graph/index.js';
import {
  graphMeasurements,
  type PartialRankings,
  type RankingInput,
  type RankOptions,
  rank,
  rankingMethods,
} from '../../src/ranking/index.js';
import { plantedMeasurements } from './planted.js';
import { randomOrders } from './random-orders.js';

const codeOf = (input: unknown, options: RankOptions = {}) =>
  rank(input as RankingInput, options).then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

test('the order of the rows does not show, to the bit', async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, fc.infiniteStream(fc.nat()), async ({ orders, weight }, keys) => {
      const shuffled = [...orders.keys()].map((r) => [r, keys.next().value as number]).sort((a, b) => a[1]! - b[1]!);
      const other = { orders: shuffled.map(([r]) => orders[r!]!), weight: shuffled.map(([r]) => weight[r!]!) };
      for (const method of rankingMethods) {
        const options = {
          method,
          disconnected: 'separate',
          intervals: method === 'borda' ? 'bootstrap' : 'none',
          resamples: 100,
          elo: { shuffles: 3 },
        } as const;
        const run = (rankings: PartialRankings) => rank({ rankings }, options).catch(({ code }) => code as unknown);
        const [a, b] = [await run({ orders, weight }), await run(other)];
        expect(JSON.stringify(b)).toBe(JSON.stringify(a));
      }
    }),
    { numRuns: 8 },
  );
});

test('names do not show: renamed contestants have the strengths of before', async () => {
  const { measurements } = plantedMeasurements(8, 60, 0.5, 3);
  const before = await rank({ measurements });
  const renamed = measurements.contestant.map((name) => `z${9 - Number(String(name).slice(1))}`);
  const after = await rank({ measurements: { ...measurements, contestant: renamed } });
  expect(after.contestants).toEqual(before.contestants.map((name) => `z${9 - Number(name.slice(1))}`));
  for (const [i, value] of before.strengths.entries()) expect(after.strengths[i]).toBeCloseTo(value, 9);
  for (const [i, value] of before.low!.entries()) expect(after.low![i]).toBeCloseTo(value, 7);
});

test('scales of tasks do not show, and directions are taken into account', async () => {
  const { measurements } = plantedMeasurements(8, 60, 0.5, 3);
  const before = await rank({ measurements }, { intervals: 'none' });
  const better = measurements.better as Record<string, string>;
  const value = Array.from(measurements.value, (x, row) =>
    better[String(measurements.task[row])] === 'smaller' ? -5 * x! : Math.atan(x!) + 7,
  );
  const after = await rank({ measurements: { ...measurements, value, better: 'larger' } }, { intervals: 'none' });
  expect(after.strengths).toEqual(before.strengths);
});

test('what is missing, repeated or alone is said', async () => {
  const measurements = {
    contestant: ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'a'],
    task: ['s', 's', 't', 't', 'u', 'u', 's', 'v'],
    value: [1, 2, 5, null, 3, 1, 4, 1],
  };
  const { remarks, contestants, numTasks } = await rank({ measurements }, { ridge: 1 });
  // On s a has (1 + 4) / 2, more than b.
  expect(contestants).toEqual(['a', 'b']);
  expect([...numTasks]).toEqual([2, 2]);
  expect(remarks).toEqual([
    '7 measurements as 2 partial rankings, one a task.',
    '1 value is missing and not used.',
    'Repeated measurements (1) of a contestant on a task count as their mean.',
    '2 tasks with one contestant say nothing and are left out.',
    expect.stringContaining('ridge of 1'),
    expect.stringMatching(/^There are 2 tasks for 2 contestants, too few/),
  ]);
});

test('kinds of input together are all counted', async () => {
  const input = {
    comparisons: { winner: ['a', 'b'], loser: ['b', 'a'] },
    rankings: { orders: [['a', 'b']] },
    measurements: { contestant: ['a', 'b'], task: [1, 1], value: [1, 0] },
  };
  const { strengths } = await rank(input, { intervals: 'none' });
  expect(strengths[0]! - strengths[1]!).toBeCloseTo(Math.log(3), 9);
});

test('bad input is refused with a code', async () => {
  const two = { winner: ['a', 'b'], loser: ['b', 'a'] };
  expect(await codeOf({})).toBe('NO_ROWS');
  expect(await codeOf({ comparisons: { winner: [], loser: [] } })).toBe('NO_ROWS');
  expect(await codeOf({ rankings: { orders: [['a'], []] } })).toBe('NO_ROWS');
  expect(await codeOf({ measurements: { contestant: ['a', 'a'], task: [1, 2], value: [1, 2] } })).toBe('NO_ROWS');
  expect(await codeOf({ comparisons: { winner: ['a'], loser: ['a'] } })).toBe('DUPLICATE_ID');
  expect(await codeOf({ comparisons: { winner: [7], loser: ['7'] } })).toBe('DUPLICATE_ID');
  expect(await codeOf({ rankings: { orders: [['a', ['b', 'a']]] } })).toBe('DUPLICATE_ID');
  expect(await codeOf({ comparisons: { winner: ['a'], loser: [null] } })).toBe('NULL_VALUE');
  expect(await codeOf({ comparisons: { winner: ['a'], loser: [{}] } })).toBe('WRONG_DTYPE');
  expect(await codeOf({ comparisons: { winner: ['a'], loser: [] } })).toBe('SHAPE_MISMATCH');
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(await codeOf({ comparisons: { ...two, weight: [1, weight] } })).toBe('INVALID_WEIGHT');
  const measured = { contestant: ['a', 'b'], task: [1, 1] };
  expect(await codeOf({ measurements: { ...measured, value: [1, Number.POSITIVE_INFINITY] } })).toBe('NON_FINITE');
  expect(await codeOf({ measurements: { ...measured, value: [1, '2'] } })).toBe('WRONG_DTYPE');
  expect(await codeOf({ measurements: { ...measured, value: [1, 2], better: 'best' } })).toBe('INVALID_OPTION');
  expect(await codeOf({ measurements: { ...measured, value: [1, 2], better: { 2: 'larger' } } })).toBe('UNKNOWN_ID');
  expect(await codeOf({ games: two })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: two }, { method: 'trueskill' as never })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: two }, { method: 'borda', ridge: 1 })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: two }, { method: 'elo', intervals: 'sandwich' })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: two }, { signal: AbortSignal.abort() })).toBe('ABORTED');
});

test('equal strengths have equal ranks', async () => {
  const { ranks, bestRanks, worstRanks } = await rank({ comparisons: { winner: ['a', 'b'], loser: ['b', 'a'] } });
  expect([...ranks]).toEqual([1, 1]);
  expect([...bestRanks!, ...worstRanks!]).toEqual([1, 1, 2, 2]);
});

test('edges of a graph are measurements', async () => {
  const graph = new GraphBuilder()
    .addNodes('model', { name: ['A', 'B'] })
    .addNodes('task', { name: ['s', 't', 'u'] })
    .addEdges(['model', 'scored', 'task'], {
      source: Int32Array.of(0, 1, 0, 1, 0, 1),
      target: Int32Array.of(0, 0, 1, 1, 2, 2),
      accuracy: [0.9, 0.1, 0.3, 0.4, 0.5, 0.2],
    })
    .build();
  const measurements = graphMeasurements(graph);
  expect(Array.from(measurements.value)).toEqual([0.9, 0.1, 0.3, 0.4, 0.5, 0.2]);
  const { contestants, strengths } = await rank({ measurements });
  expect(contestants).toEqual(measurements.contestant.slice(0, 2).map(String));
  expect(strengths[0]! - strengths[1]!).toBeCloseTo(Math.log(2), 9);
  const turned = graphMeasurements(graph, { contestants: 'target', relation: 'scored', value: 'accuracy' });
  expect(turned.contestant).toEqual(measurements.task);
  const refused = (options: object) => {
    try {
      graphMeasurements(graph, options);
      return 'none';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(refused({ relation: 'rated' })).toBe('UNKNOWN_TYPE');
  expect(refused({ value: 'loss' })).toBe('UNKNOWN_COLUMN');
  expect(refused({ contestants: 'middle' })).toBe('INVALID_OPTION');
  const bare = new GraphBuilder()
    .addNodes('a', { name: ['x', 'y'] })
    .addEdges(['a', 'k', 'a'], { source: Int32Array.of(0), target: Int32Array.of(1) })
    .build();
  expect(() => graphMeasurements(bare)).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
});
