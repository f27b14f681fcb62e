import { describe, expect, it } from 'vitest';
import {
  anomalyFigures,
  anomalyThreshold,
  detectAnomalies,
  detectorNames,
  type EventTable,
  fitDetector,
  precisionAtK,
} from '../../../src/anomaly/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { blockEvents } from '../planted.js';

/** Mostly near 10 and from Monday to Friday; the last row is neither. */
function mixed(numRows = 300) {
  const random = new RandomStream(5, 'mixed');
  const amount = Float64Array.from({ length: numRows }, () => 10 + random.nextNormal());
  const day = Array.from({ length: numRows }, () => ['mon', 'tue', 'wed', 'thu', 'fri'][random.nextInt(5)]!);
  const shop = Array.from({ length: numRows }, () => ['a', 'b'][random.nextInt(2)]!);
  amount[numRows - 1] = 99;
  day[numRows - 1] = 'sun';
  return { amount, day, shop };
}

const quick = { consensus: { epochs: 10 }, ape: { epochs: 10 }, 'isolation-forest': { trees: 50 } } as Record<
  string,
  Record<string, unknown>
>;

describe.each(detectorNames)('%s', (name) => {
  const options = quick[name] ? { settings: quick[name] } : {};

  it('finds the row that is odd in a number and a category, and says by which columns', async () => {
    const table = mixed();
    const detector = await fitDetector(name, table, options);
    expect(detector.columns).toEqual(['amount', 'day', 'shop']);
    const scores = detector.score(table);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(scores.indexOf(scores.reduce((a, b) => Math.max(a, b)))).toBe(299);
    const reasons = detector.explain(table, 299, { top: 2 });
    expect(reasons.length).toBeLessThanOrEqual(2);
    expect(reasons[0]!.columns.some((column) => column !== 'shop')).toBe(true);
    expect(reasons[0]!.surprise).toBeGreaterThan(0);
  });

  it('does not depend on the order of the rows', async () => {
    const table = mixed(80);
    const reversed = {
      amount: table.amount.slice().reverse(),
      day: [...table.day].reverse(),
      shop: [...table.shop].reverse(),
    };
    const [a, b] = [await fitDetector(name, table, options), await fitDetector(name, reversed, options)];
    expect(b.score(table)).toEqual(a.score(table));
  });

  it('takes unseen and missing values, an empty table, and refuses what is wrong', async () => {
    const detector = await fitDetector(name, mixed(60), options);
    const strange = { amount: [null, 10], day: ['never', null], shop: ['a', undefined] };
    expect(detector.score(strange).every(Number.isFinite)).toBe(true);
    expect(detector.explain(strange, 0, { top: 9 }).some(({ isUnseen }) => isUnseen)).toBe(true);
    expect(detector.score({ amount: [], day: [], shop: [] })).toHaveLength(0);
    expect(() => detector.score({ amount: [1] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
    expect(() => detector.score({ ...strange, amount: ['x', 1] })).toThrow(
      expect.objectContaining({ code: 'WRONG_DTYPE' }),
    );
    expect(() => detector.explain(strange, 2)).toThrow(expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }));
    const settings = { nonsense: 1 };
    await expect(fitDetector(name, mixed(60), { settings })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('frequencies by hand', () => {
  const table: EventTable = { a: ['x', 'x', 'y'], b: ['u', 'v', 'v'] };

  it('of values: shares (count + 1) / (3 rows + 2 values + 1)', async () => {
    const scores = (await fitDetector('frequency', table)).score({ a: ['x', 'z'], b: ['u', 'v'] });
    expect(scores[0]).toBeCloseTo(-Math.log(3 / 6) - Math.log(2 / 6), 12);
    expect(scores[1]).toBeCloseTo(-Math.log(1 / 6) - Math.log(3 / 6), 12);
  });

  it('of pairs: shares (count + 1) / (3 rows + 3 x 3 pairs)', async () => {
    const scores = (await fitDetector('pair-frequency', table)).score({ a: ['x', 'y'], b: ['v', 'u'] });
    expect(scores[0]).toBeCloseTo(-Math.log(2 / 12), 12);
    expect(scores[1]).toBeCloseTo(-Math.log(1 / 12), 12);
  });
});

describe('detectAnomalies', () => {
  it('says which detector it took and why', async () => {
    const { table, planted } = blockEvents(1500, 3, 0.02);
    const report = await detectAnomalies(table, { top: 5, contamination: 0.02 });
    expect(report.detector).toBe('consensus');
    expect(report.why).toContain('4 of 4');
    expect(report.oddest).toHaveLength(5);
    for (const { row, score, reasons } of report.oddest) {
      expect(planted[row]).toBe(1);
      expect(score).toBe(report.scores[row]);
      expect(reasons).toHaveLength(3);
    }
    expect(report.scores.filter((score) => score >= report.threshold!)).toHaveLength(30);
    const names = Array.from({ length: 1200 }, (_, row) => `n${row}`);
    const many = await detectAnomalies({ name: names, kind: names.map((_, row) => `${row % 2}`) }, { top: 0 });
    expect(many.detector).toBe('ape');
    await expect(fitDetector('consensus', { name: names, kind: names })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const numbers = await detectAnomalies({ a: [1.5, 2, 3], b: [4, 5.5, null] });
    expect(numbers.detector).toBe('ecod');
    expect(numbers.remarks).toHaveLength(1);
    expect((await detectAnomalies({ a: ['x', 'x', 'y'] })).detector).toBe('frequency');
    expect((await detectAnomalies({ a: ['x', 'x', 'y'] }, { detector: 'hbos' })).detector).toBe('hbos');
    await expect(detectAnomalies(table, { detector: 'best' as never })).rejects.toMatchObject({
      code: 'UNKNOWN_MODEL',
    });
  });
});

describe('figures', () => {
  it('precision among the first k, ties in the mean', () => {
    const [scores, positive] = [
      [5, 4, 4, 4, 1],
      [1, 1, 0, 0, 1],
    ];
    expect(precisionAtK(scores, positive, 1)).toBe(1);
    expect(precisionAtK(scores, positive, 2)).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(precisionAtK(scores, positive, 4)).toBe(0.5);
    expect(() => precisionAtK(scores, positive, 6)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    const figures = anomalyFigures([3, 2, 1], [1, 0, 0]);
    expect(figures).toEqual({
      numRows: 3,
      numAnomalies: 1,
      rocAuc: 1,
      averagePrecision: 1,
      precisionAtNumAnomalies: 1,
    });
    expect(anomalyFigures([1], [0]).rocAuc).toBeNaN();
    expect(() => anomalyFigures([1], [2])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });

  it('thresholds', () => {
    expect(anomalyThreshold([1, 2, 3, 4], 0.5)).toBe(3);
    expect(anomalyThreshold([1, 2, 3, 4], 0.01)).toBe(4);
    expect(() => anomalyThreshold([1], 0)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

it('says which whole numbers it takes as amounts, and refuses objects by row and column', async () => {
  const table = { port: Array.from({ length: 60 }, (_, row) => row % 30), host: Array.from({ length: 60 }, () => 'a') };
  const { remarks } = await detectAnomalies(table, { detector: 'frequency' });
  expect(remarks).toEqual([expect.stringMatching(/^port is taken as an amount/)]);
  expect((await detectAnomalies(table, { detector: 'frequency', categories: ['port'] })).remarks).toEqual([]);
  const odd = { ...table, port: table.port.map((port, row) => (row === 7 ? { port } : port)) };
  await expect(detectAnomalies(odd as never)).rejects.toMatchObject({
    ...{ code: 'WRONG_DTYPE', location: { column: 'port', row: 7 } },
  });
});

it('reads one row of an Arrow table to explain it', async () => {
  const columns: Record<string, string[]> = { a: ['x', 'x', 'x', 'y'], b: ['u', 'u', 'u', 'v'] };
  let read = 0;
  const child = (name: string) => ({
    get: (row: number) => columns[name]![row],
    *[Symbol.iterator]() {
      read++;
      yield* columns[name]!;
    },
  });
  const table = { numRows: 4, schema: { fields: [{ name: 'a' }, { name: 'b' }] }, getChild: child };
  const detector = await fitDetector('frequency', table);
  read = 0;
  expect(detector.explain(table, 3)[0]!.values).toEqual(['y']);
  expect(read).toBe(0);
  for (const [code, row] of [
    ['INDEX_OUT_OF_RANGE', 4],
    ['INDEX_OUT_OF_RANGE', 0.5],
  ] as const)
    expect(() => detector.explain(table, row)).toThrow(expect.objectContaining({ code }));
});
