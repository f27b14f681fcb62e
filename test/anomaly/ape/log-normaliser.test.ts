import { describe, expect, it } from 'vitest';
import { type Ape, fitApe, logNormaliser } from '../../../src/anomaly/index.js';
import { RandomStream } from '../../../src/core/index.js';

/** Four columns of which three hang together: 3 x 3 x 4 x 4 events are possible. */
function events(numRows: number) {
  const random = new RandomStream(1, 'small space');
  const table = { a: [] as string[], b: [] as string[], c: [] as string[], d: [] as string[] };
  for (let row = 0; row < numRows; row++) {
    const kind = random.nextInt(3);
    table.a.push(`a${random.next() < 0.8 ? kind : random.nextInt(3)}`);
    table.b.push(`b${random.next() < 0.7 ? kind : random.nextInt(3)}`);
    table.c.push(`c${kind + random.nextInt(2)}`);
    table.d.push(`d${Math.floor(random.next() * random.next() * 4)}`);
  }
  return table;
}

/** log of the sum of exp S over every event that is possible, as it is defined. */
function plainLogZ(ape: Ape): number {
  const values = ape.state.columns.columns.map(({ dictionary }) => dictionary.labels);
  let rows: (string | null)[][] = [[]];
  for (const labels of values) rows = rows.flatMap((row) => labels.map((label) => [...row, label]));
  const table = Object.fromEntries(ape.columns.map((name, at) => [name, rows.map((row) => row[at])]));
  return Math.log(ape.score(table).reduce((sum, score) => sum + Math.exp(-score), 0));
}

describe('log Z', () => {
  it('is the sum over all events, and its estimate lies within four standard errors', async () => {
    const ape = await fitApe(events(2000));
    const exact = logNormaliser(ape);
    expect(exact.isExact).toBe(true);
    expect(exact.value).toBeCloseTo(plainLogZ(ape), 10);
    const estimate = logNormaliser(ape, { maxEvents: 0, samples: 20_000 });
    expect(estimate.isExact).toBe(false);
    expect(Math.abs(estimate.value - exact.value)).toBeLessThan(4 * estimate.standardError);
    expect(estimate.standardError).toBeLessThan(0.05);
  });

  it('is about -c where noise is drawn value by value', async () => {
    const settings = {
      objective: 'independent',
      noise: 3,
      epochs: 10,
      uniformNoise: 0.5,
      learningRate: 0.005,
    } as const;
    const ape = await fitApe(events(10_000), { settings });
    expect(Math.abs(logNormaliser(ape).value + ape.state.parameters.constant[0]!)).toBeLessThan(0.1);
  });

  it.each(['contrast', 'context', 'independent'] as const)(
    'is exact of any objective, of which %s is one',
    async (objective) => {
      const ape = await fitApe(events(500), { settings: { objective, epochs: 2 } });
      const { value, isExact } = logNormaliser(ape);
      expect(isExact).toBe(true);
      expect(value).toBeCloseTo(plainLogZ(ape), 10);
    },
  );

  it('is not promised by c of the objectives whose noise keeps values: contrast leaves c at 0', async () => {
    const { parameters } = (await fitApe(events(500), { settings: { epochs: 2 } })).state;
    expect(parameters.constant[0]).toBe(0);
  });

  it('gives the probabilities that events were drawn with', async () => {
    const table = events(20_000);
    const ape = await fitApe(table);
    const { value } = logNormaliser(ape);
    const share = (at: number) =>
      table.a.filter(
        (a, row) => a === `a${at}` && table.b[row] === `b${at}` && table.c[row] === `c${at}` && table.d[row] === 'd0',
      ).length / 20_000;
    for (const at of [0, 1, 2]) {
      const [score] = ape.score({ a: [`a${at}`], b: [`b${at}`], c: [`c${at}`], d: ['d0'] });
      expect(Math.abs(Math.log(share(at)) - (-score! - value))).toBeLessThan(0.35);
    }
  });
});
