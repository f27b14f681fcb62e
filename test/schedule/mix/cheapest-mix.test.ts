import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { cheapestMix, type DeviceMix, earliestDeadline, type MixProblem } from '../../../src/schedule/index.js';
import { minimise } from '../../../src/schedule/mix/linear-program.js';
import { allCounts, bruteTime, leastOfBases, randomMix } from './brute-force.js';

/** All 1,000 are some seconds: MIX_CASES=1000. */
const cases = Number(process.env.MIX_CASES ?? 300);

const example: MixProblem = {
  devices: [
    { name: 'small', pricePerHour: 1, available: 10, unitsPerHour: { chat: 100, code: 10 } },
    { name: 'large', pricePerHour: 4, available: 10, unitsPerHour: { chat: 300, code: 90 } },
  ],
  load: [
    { name: 'chat', units: 1000 },
    { name: 'code', units: 300 },
  ],
};

/** Every class is done, by nobody longer than there is time. */
function checkAssignment({ devices, load }: MixProblem, hours: number, { counts, assignment, cost }: DeviceMix): void {
  for (const { name, units = 0, unitsPerHour = 0 } of load) {
    const done = assignment.filter(({ work }) => work === name).reduce((sum, each) => sum + each.units, 0);
    const asked = units + unitsPerHour * hours;
    expect(Math.abs(done - asked)).toBeLessThanOrEqual(1e-6 * Math.max(1, asked));
  }
  for (const [d, { name, available, unitsPerHour }] of devices.entries()) {
    const own = assignment.filter(({ device }) => device === name);
    const busy = own.reduce((sum, { work, units }) => sum + units / unitsPerHour[work]!, 0);
    expect(busy).toBeLessThanOrEqual(counts[d]! * hours * (1 + 1e-8) + 1e-9);
    expect(Number.isInteger(counts[d]) && counts[d]! >= 0 && counts[d]! <= available).toBe(true);
  }
  const price = devices.reduce((sum, { pricePerHour }, d) => sum + pricePerHour * counts[d]!, 0);
  expect(cost).toBeCloseTo(price * hours, 6);
}

describe('linear programmes', () => {
  it('have the value of the best of all bases', () => {
    for (let seed = 0; seed < 300; seed++) {
      const stream = new RandomStream(seed, 'lp');
      const [n, m] = [1 + stream.nextInt(4), 1 + stream.nextInt(4)];
      const costs = Array.from({ length: n }, () => stream.nextInt(5));
      const rows = Array.from({ length: m }, () => Float64Array.from({ length: n }, () => stream.nextInt(9) - 5));
      const limits = Array.from({ length: m }, () => stream.nextInt(13) - 8);
      const slack = rows.map((row, i) => [...row, ...limits.map((_, j) => (i === j ? 1 : 0))]);
      const brute = leastOfBases([...costs, ...limits.map(() => 0)], slack, limits);
      const found = minimise({ costs, rows, limits });
      if (!found) expect(brute).toBe(Number.POSITIVE_INFINITY);
      else {
        expect(found.value).toBeCloseTo(brute, 8);
        for (const [i, row] of rows.entries())
          expect(row.reduce((sum, entry, j) => sum + entry * found.x[j]!, 0)).toBeLessThanOrEqual(limits[i]! + 1e-8);
      }
    }
  });

  it('may have no condition and no variable', () => {
    expect(minimise({ costs: [1], rows: [], limits: [] })).toEqual({ value: expect.closeTo(0), x: Float64Array.of(0) });
    expect(minimise({ costs: [], rows: [new Float64Array(0)], limits: [-1] })).toBeUndefined();
  });
});

describe('the cheapest mix', () => {
  it('of an example worked out by hand', async () => {
    // One large device does the code in 3.3 h and 200 of the chat in the rest; 800 are left for 4 h of two small ones.
    const mix = await cheapestMix({ ...example, deadlineHours: 4 });
    expect(mix).toMatchObject({ counts: [2, 1], cost: 24, pricePerHour: 6, lowerBound: 24, gap: 0, isOptimal: true });
    checkAssignment(example, 4, mix);
  });

  it(`is that of brute force in ${cases} random small cases, and refuses what cannot be met`, async () => {
    let refused = 0;
    for (let seed = 0; seed < cases; seed++) {
      const stream = new RandomStream(seed, 'mix');
      const shape = { kinds: 1 + stream.nextInt(3), classes: 1 + stream.nextInt(3), available: 3 };
      const problem = randomMix(stream, shape);
      const deadlineHours = 1 + stream.nextInt(16) / 2;
      const all = problem.devices.map(({ available }) => available);
      const prices = allCounts(problem)
        .map((counts) => ({
          counts,
          price: problem.devices.reduce((p, each, d) => p + each.pricePerHour * counts[d]!, 0),
        }))
        .sort((a, b) => a.price - b.price);
      const best = prices.find(({ counts }) => bruteTime(problem, counts, deadlineHours) <= 1 + 1e-9);
      const given = cheapestMix({ ...problem, deadlineHours });
      if (best === undefined) {
        refused++;
        await expect(given, `${seed}`).rejects.toMatchObject({ code: 'LOAD_NOT_MET' });
        const earliest = earliestDeadline(problem);
        if (problem.load.some(({ units }) => units! > 0)) {
          const brute = bruteTime(problem, all);
          expect(earliest === brute || Math.abs(earliest - brute) < 1e-6 * brute, `${seed}`).toBe(true);
          expect(earliest).toBeGreaterThan(deadlineHours);
        }
        continue;
      }
      const mix = await given;
      expect(mix.pricePerHour, `${seed}`).toBeCloseTo(best.price, 8);
      expect(mix.isOptimal && mix.gap === 0 && mix.lowerBound === mix.cost).toBe(true);
      expect(mix.relaxedCost).toBeLessThanOrEqual(mix.cost * (1 + 1e-9) + 1e-9);
      checkAssignment(problem, deadlineHours, mix);
    }
    expect(refused).toBeGreaterThan(cases / 20);
    expect(refused).toBeLessThan(cases / 1.5);
  }, 120_000);

  it('keeps within a gap or a number of nodes, and says how far it may be from the cheapest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.constantFrom(1, 3, 10), async (seed, maxNodes) => {
        const stream = new RandomStream(seed, 'mix');
        const problem = randomMix(stream, { kinds: 5, classes: 6, available: 30 });
        const deadlineHours = 4;
        if (!(earliestDeadline(problem) <= deadlineHours) || problem.load.every(({ units }) => !units)) return;
        const whole = await cheapestMix({ ...problem, deadlineHours });
        expect(whole.isOptimal).toBe(true);
        const short = await cheapestMix({ ...problem, deadlineHours, maxNodes });
        expect(short.nodes).toBeLessThanOrEqual(maxNodes);
        expect(short.cost).toBeGreaterThanOrEqual(whole.cost * (1 - 1e-9));
        expect(short.lowerBound).toBeLessThanOrEqual(whole.cost * (1 + 1e-9));
        expect(short.gap).toBeCloseTo(short.cost > 0 ? (short.cost - short.lowerBound) / short.cost : 0, 12);
        const near = await cheapestMix({ ...problem, deadlineHours, gap: 0.1 });
        expect(near.gap).toBeLessThanOrEqual(0.1);
        expect(near.cost * 0.9).toBeLessThanOrEqual(whole.cost * (1 + 1e-9));
        checkAssignment(problem, deadlineHours, short);
        expect(await cheapestMix({ ...problem, deadlineHours, maxNodes })).toEqual(short);
      }),
      { numRuns: 40 },
    );
  });

  it('of no work is no device, and work that goes on coming counts up to the deadline', async () => {
    const none = await cheapestMix({
      devices: example.devices,
      load: example.load.map(({ name }) => ({ name })),
      deadlineHours: 1,
    });
    expect(none).toMatchObject({ counts: [0, 0], cost: 0, lowerBound: 0, gap: 0, isOptimal: true, assignment: [] });
    expect(await cheapestMix({ devices: [], load: [], deadlineHours: 1 })).toMatchObject({ counts: [], cost: 0 });
    const coming = [{ name: 'chat', unitsPerHour: 250 }, { name: 'code' }];
    const steady = await cheapestMix({ devices: example.devices, load: coming, deadlineHours: 8 });
    expect(steady).toMatchObject({ counts: [3, 0], cost: 24 });
    expect(steady.assignment).toEqual([{ work: 'chat', device: 'small', units: 2000 }]);
    expect(earliestDeadline({ devices: example.devices, load: coming })).toBe(0);
  });

  it('takes free devices, and amounts that are tiny or huge', async () => {
    const devices = [
      { name: 'own', pricePerHour: 0, available: 2, unitsPerHour: { a: 1 } },
      { name: 'rented', pricePerHour: 0.123_456_789, available: 1_000_000, unitsPerHour: { a: 1e6 } },
    ];
    for (const units of [1e-9, 1, 10, 1e9, 1e12]) {
      const mix = await cheapestMix({ devices, load: [{ name: 'a', units }], deadlineHours: 2 });
      const rented = units <= 4 ? 0 : Math.ceil((units - 4) / 2e6);
      expect(mix.counts[1], `${units}`).toBe(rented);
      expect(mix.isOptimal).toBe(true);
    }
  });
});

describe('large mixes', () => {
  it('are proved, and cost at most 5 % more than if devices could be rented in parts', async () => {
    for (const seed of [1, 2, 3]) {
      const stream = new RandomStream(seed, 'large-mix');
      const problem = randomMix(stream, { kinds: 8, classes: 16, available: 40 });
      const mix = await cheapestMix({ ...problem, deadlineHours: 1.5 * earliestDeadline(problem) });
      expect(mix.isOptimal).toBe(true);
      expect(mix.cost).toBeLessThanOrEqual(1.05 * mix.relaxedCost);
    }
  });

  it('do not depend on the unit of money', async () => {
    const problem = randomMix(new RandomStream(4, 'large-mix'), { kinds: 5, classes: 6, available: 9 });
    const deadlineHours = 2 * earliestDeadline(problem);
    const { counts, cost } = await cheapestMix({ ...problem, deadlineHours });
    for (const unit of [1e-9, 1e9]) {
      const devices = problem.devices.map((each) => ({ ...each, pricePerHour: each.pricePerHour * unit }));
      const other = await cheapestMix({ devices, load: problem.load, deadlineHours });
      expect(other).toMatchObject({ isOptimal: true, counts });
      expect(other.cost / unit).toBeCloseTo(cost, 6);
    }
  });
});

describe('a load that cannot be met', () => {
  const { devices, load } = example;
  const refused = (problem: MixProblem, deadlineHours: number) =>
    cheapestMix({ ...problem, deadlineHours }).then(
      () => undefined,
      (error) => ({ code: error.code, type: error.location?.type, message: error.message }),
    );

  it('names the class, and by when it could be', async () => {
    const tooSoon = await refused({ devices, load: [load[0]!, { name: 'code', units: 3000 }] }, 2);
    expect(tooSoon).toMatchObject({ code: 'LOAD_NOT_MET', type: 'code' });
    const when = Number(/done in ([\d.]+) h/.exec(tooSoon!.message)![1]);
    expect(when).toBeCloseTo(earliestDeadline({ devices, load: [load[0]!, { name: 'code', units: 3000 }] }), 4);
    await cheapestMix({ devices, load: [load[0]!, { name: 'code', units: 3000 }], deadlineHours: when });
  });

  it('names classes that only together are too much, and no other', async () => {
    const both = [
      { name: 'idle', units: 1 },
      { name: 'chat', units: 6000 },
      { name: 'code', units: 1500 },
    ];
    const own = devices.map((each) => ({ ...each, unitsPerHour: { ...each.unitsPerHour, idle: 1e9 } }));
    const error = await refused({ devices: own, load: both }, 2);
    expect(error).toMatchObject({ code: 'LOAD_NOT_MET', type: 'chat' });
    expect(error!.message).toMatch(/"chat", "code" together within 2 h/);
  });

  it('says what never can be', async () => {
    const lacking = [...load, { name: 'video', units: 1 }];
    const never = await refused({ devices, load: lacking }, 100);
    expect(never).toMatchObject({ code: 'LOAD_NOT_MET', type: 'video' });
    expect(never!.message).toContain('Never met is "video".');
    expect(earliestDeadline({ devices, load: lacking })).toBe(Number.POSITIVE_INFINITY);
    const flood = await refused(
      {
        devices,
        load: [
          { name: 'chat', unitsPerHour: 3500 },
          { name: 'code', unitsPerHour: 500 },
        ],
      },
      9,
    );
    expect(flood!.message).toMatch(/"chat", "code" together within 9 h\. More comes/);
  });
});

describe('options of mixes', () => {
  const { devices, load } = example;

  it.each([
    ['deadlineHours', { ...example, deadlineHours: 0 }],
    ['devices.0.pricePerHour', { devices: [{ ...devices[0]!, pricePerHour: -1 }], load, deadlineHours: 1 }],
    ['devices.1.available', { devices: [devices[0]!, { ...devices[1]!, available: 1.5 }], load, deadlineHours: 1 }],
    [
      'devices.0.unitsPerHour.chat',
      { devices: [{ ...devices[0]!, unitsPerHour: { chat: Number.NaN } }], load, deadlineHours: 1 },
    ],
    [
      'devices.0.unitsPerHour.chats',
      { devices: [{ ...devices[0]!, unitsPerHour: { chats: 1 } }], load, deadlineHours: 1 },
    ],
    ['load.0.units', { devices, load: [{ name: 'chat', units: Number.POSITIVE_INFINITY }], deadlineHours: 1 }],
    ['gap', { ...example, deadlineHours: 1, gap: 1 }],
    ['maxNodes', { ...example, deadlineHours: 1, maxNodes: 0 }],
  ])('%s is refused where it cannot be', async (column, options) => {
    await expect(cheapestMix(options)).rejects.toMatchObject({ code: 'INVALID_OPTION', location: { column } });
  });

  it('names are given once', async () => {
    const twice = { devices: [devices[0]!, devices[0]!], load, deadlineHours: 1 };
    await expect(cheapestMix(twice)).rejects.toMatchObject({ code: 'DUPLICATE_NAME' });
    await expect(cheapestMix({ devices, load: [load[0]!, load[0]!], deadlineHours: 1 })).rejects.toMatchObject({
      code: 'DUPLICATE_NAME',
    });
  });

  it('a signal ends it, and progress is told', async () => {
    await expect(cheapestMix({ ...example, deadlineHours: 4, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const events: number[] = [];
    const mix = await cheapestMix({ ...example, deadlineHours: 4, onProgress: ({ done }) => events.push(done) });
    expect(events.at(-1)).toBe(mix.nodes);
  });
});
