import { describe, expect, it } from 'vitest';
import { type RankingInput, type RankOptions, rank } from '../../src/ranking/index.js';

const of = (found: Awaited<ReturnType<typeof rank>>, name: string) => {
  const at = found.contestants.indexOf(name);
  return {
    width: found.high![at]! - found.low![at]!,
    ranks: [found.bestRanks![at], found.worstRanks![at]],
  };
};
const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
const codeOf = (input: RankingInput, options: RankOptions = {}) =>
  rank(input, options).then(
    () => 'none',
    (error) => error.code,
  );

describe('what few tasks say is not said to be certain:', () => {
  it('a contestant that was compared once has at least the interval of the model, and is named', async () => {
    const input = {
      comparisons: {
        winner: [...times(100, 'a'), ...times(100, 'b')],
        loser: [...times(100, 'b'), ...times(100, 'a')],
      },
      rankings: { orders: [['a', 'new', 'b']] },
    };
    const [sandwich, model] = [await rank(input), await rank(input, { intervals: 'information' })];
    expect(of(sandwich, 'new').width).toBeGreaterThanOrEqual(of(model, 'new').width * (1 - 1e-9));
    expect(of(sandwich, 'new').ranks).toEqual([1, 3]);
    expect(sandwich.remarks).toContainEqual(expect.stringMatching(/^On fewer than 20 tasks: new; /));
    expect(model.remarks).not.toContainEqual(expect.stringContaining('fewer than'));
  });

  it('comparisons of one task give the intervals of the model, and resampling it none', async () => {
    const comparisons = { winner: ['a', 'b', 'a'], loser: ['b', 'a', 'b'], task: ['s', 's', 's'] };
    const [one, model] = [await rank({ comparisons }), await rank({ comparisons }, { intervals: 'information' })];
    expect(of(one, 'a').width).toBe(of(model, 'a').width);
    expect(one.remarks).toContainEqual(expect.stringMatching(/^There are 1 tasks for 2 contestants/));
    const drawn = await rank({ comparisons }, { intervals: 'bootstrap' });
    expect([of(drawn, 'a').width, of(drawn, 'a').ranks]).toEqual([Number.POSITIVE_INFINITY, [1, 2]]);
  });

  it('rows of one task are one: each twice leaves the intervals as they were', async () => {
    const [winner, loser, task]: [string[], string[], number[]] = [[], [], []];
    for (let t = 0; t < 90; t++) {
      const [a, b] = [
        ['p', 'q'],
        ['q', 'r'],
        ['r', 'p'],
      ][t % 3]!;
      const isFirst = t % 5 < 3;
      winner.push(isFirst ? a! : b!);
      loser.push(isFirst ? b! : a!);
      task.push(t);
    }
    const twice = <T>(values: T[]) => [...values, ...values];
    const once = await rank({ comparisons: { winner, loser, task } });
    const again = await rank({ comparisons: { winner: twice(winner), loser: twice(loser), task: twice(task) } });
    const alone = await rank({ comparisons: { winner: twice(winner), loser: twice(loser) } });
    expect(of(again, 'p').width / of(once, 'p').width).toBeCloseTo(1, 1);
    expect(of(alone, 'p').width / of(once, 'p').width).toBeCloseTo(Math.SQRT1_2, 1);
  });
});

describe('a ridge', () => {
  const win = (a: string, b: string, count: number) => times(count, [a, b] as const);
  const games = [...win('a', 'b', 60), ...win('b', 'a', 40), ...win('x', 'y', 90), ...win('y', 'x', 10)];
  const comparisons = { winner: games.map(([a]) => a), loser: games.map(([, b]) => b) };

  it('makes nothing certain of those who never met', async () => {
    const found = await rank({ comparisons }, { ridge: 0.1 });
    expect(of(found, 'x').ranks).toEqual([1, expect.toSatisfy((worst) => worst >= 3)]);
    expect(of(found, 'x').width).toBeGreaterThan(3);
  });

  it('leaves apart what is to be ranked apart', async () => {
    const { numGroups } = await rank({ comparisons }, { ridge: 0.1, disconnected: 'separate' });
    expect(numGroups).toBe(2);
  });
});

it.each([200, 300])('a ladder of %i, too long for its strengths, is no maximum', async (length) => {
  const rungs = Array.from({ length: length - 1 }, (_, i) => i);
  const name = (i: number) => `c${i}`;
  const winner = rungs.flatMap((i) => [...times(10, name(i)), name(i + 1)]);
  const loser = rungs.flatMap((i) => [...times(10, name(i + 1)), name(i)]);
  const task = rungs.flatMap((i) => times(11, i));
  const found = await rank({ comparisons: { winner, loser, task } }, { intervals: 'none' }).catch((error) => error);
  // Either the truth, log 10 a rung, or no answer.
  if (found.code !== 'DIVERGED') expect(found.strengths[0] - found.strengths[1]).toBeCloseTo(Math.log(10), 6);
});

it('names what it does not know, and takes no text for a tie', async () => {
  const two = { winner: ['a', 'b'], loser: ['b', 'a'] };
  expect(await codeOf({ comparisons: { ...two, ties: [1, 0] } as never })).toBe('INVALID_OPTION');
  expect(await codeOf({ rankings: { orders: [['a', 'b']], weights: [1] } as never })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: { ...two, tie: ['false', '0'] as never } })).toBe('WRONG_DTYPE');
  expect(await codeOf({ comparisons: two }, { elo: { k: 10 } })).toBe('INVALID_OPTION');
  expect(await codeOf({ comparisons: two }, { method: 'borda', kemeny: { search: 'local' } })).toBe('INVALID_OPTION');
});

it('means that differ by rounding are ties', async () => {
  const contestant = ['a', 'a', 'a', 'b', 'a', 'b', 'a', 'b'];
  const measurements = { contestant, task: [1, 1, 1, 1, 2, 2, 3, 3], value: [0.1, 0.2, 0.3, 0.2, 1, 0, 0, 1] };
  const { strengths, remarks, ranks } = await rank({ measurements }, { intervals: 'none' });
  expect(remarks).toContainEqual(expect.stringContaining('ties'));
  expect(strengths[0]).toBeCloseTo(strengths[1]!, 9);
  expect([...ranks]).toEqual([1, 1]);
});
