import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { cheapestMix, mixFront } from '../../../src/schedule/index.js';
import { allCounts, bruteTime, randomMix } from './brute-force.js';

const cases = Number(process.env.MIX_CASES ?? 300);

describe('the front of time and money', () => {
  it(`is that of all mixes in ${cases} random small cases`, async () => {
    let points = 0;
    for (let seed = 0; seed < cases; seed++) {
      const stream = new RandomStream(seed, 'front');
      const problem = randomMix(stream, { kinds: 1 + stream.nextInt(3), classes: 1 + stream.nextInt(3), available: 3 });
      const given = mixFront(problem);
      if (problem.load.every(({ units }) => units === 0)) {
        await expect(given).rejects.toMatchObject({ code: 'INVALID_OPTION', location: { column: 'load' } });
        continue;
      }
      const all = allCounts(problem)
        .map((counts) => {
          const hours = bruteTime(problem, counts);
          return { hours, cost: hours * problem.devices.reduce((p, each, d) => p + each.pricePerHour * counts[d]!, 0) };
        })
        .filter(({ hours }) => hours < Number.POSITIVE_INFINITY);
      if (all.length === 0) {
        await expect(given).rejects.toMatchObject({ code: 'LOAD_NOT_MET' });
        continue;
      }
      const near = (a: number, b: number) => a <= b + 1e-7 * Math.max(1, b);
      const front = await given;
      expect(front.isComplete).toBe(true);
      points += front.points.length;
      // Each point is a mix, none is beaten by any mix, and every mix is beaten or equalled by a point.
      for (const [i, { counts, hours, cost }] of front.points.entries()) {
        expect(hours).toBeCloseTo(bruteTime(problem, counts), 6);
        expect(
          all.some((each) => each.hours < hours - 1e-6 && near(each.cost, cost)),
          `${seed}`,
        ).toBe(false);
        expect(
          all.some((each) => near(each.hours, hours) && each.cost < cost - 1e-5),
          `${seed}`,
        ).toBe(false);
        if (i > 0) expect(hours > front.points[i - 1]!.hours && cost < front.points[i - 1]!.cost).toBe(true);
      }
      for (const each of all)
        expect(
          front.points.some(({ hours, cost }) => near(hours, each.hours) && near(cost, each.cost)),
          `${seed}`,
        ).toBe(true);
    }
    expect(points).toBeGreaterThan(cases);
  }, 120_000);

  it('holds the cheapest mixes by its times, and its start where it is cut short', async () => {
    const problem = randomMix(new RandomStream(5, 'front'), { kinds: 4, classes: 5, available: 8 });
    const front = await mixFront(problem);
    expect(front.isComplete).toBe(true);
    for (const { hours, cost } of front.points) {
      const mix = await cheapestMix({ ...problem, deadlineHours: hours });
      expect(mix.cost).toBeCloseTo(cost, 6);
    }
    const short = await mixFront({ ...problem, maxNodes: 3 });
    expect(short).toMatchObject({ isComplete: false, nodes: 3 });
    expect(short.points.length).toBeGreaterThan(0);
    expect(short.points[0]!.hours).toBeCloseTo(front.points[0]!.hours, 9);
    await expect(mixFront({ ...problem, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
