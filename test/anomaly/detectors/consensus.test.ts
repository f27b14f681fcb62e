import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsensusDetector, detectAnomalies, detectorNames, fitDetector } from '../../../src/anomaly/index.js';
import { OneHotDistance, pairCounts } from '../../../src/anomaly/simple/one-hot-distance.js';
import { distinctRows } from '../../../src/anomaly/table/distinct-rows.js';
import { OrderedColumn, orderedColumns } from '../../../src/anomaly/table/ordered-columns.js';
import { readColumns } from '../../../src/anomaly/table/read-columns.js';
import { inOneGo, RandomStream } from '../../../src/core/index.js';
import { rocAucOf } from '../../../src/training/index.js';
import { blockEvents } from '../planted.js';

describe('the distance in a coding by 0 and 1', () => {
  /** (x - m)' y with C y = x - m, by Gauss and Jordan's elimination. */
  function plainDistance(rows: readonly number[][], sizes: readonly number[], asked: readonly number[]): number {
    const coded = (row: readonly number[]) =>
      row.flatMap((code, column) => Array.from({ length: sizes[column]! + 1 }, (_, at) => Number(at === code)));
    const x = rows.map(coded);
    const n = x[0]!.length;
    const mean = Array.from({ length: n }, (_, a) => x.reduce((sum, row) => sum + row[a]!, 0) / x.length);
    const difference = coded(asked).map((value, a) => value - mean[a]!);
    const matrix = mean.map((_, a) => [
      ...mean.map((_, b) => {
        const covariance = x.reduce((sum, row) => sum + (row[a]! - mean[a]!) * (row[b]! - mean[b]!), 0) / x.length;
        return covariance + (a === b ? 1 / x.length : 0);
      }),
      difference[a]!,
    ]);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const factor = b === a ? 0 : matrix[b]![a]! / matrix[a]![a]!;
        for (let c = 0; c <= n; c++) matrix[b]![c]! -= factor * matrix[a]![c]!;
      }
    }
    return difference.reduce((sum, value, a) => sum + (value * matrix[a]![n]!) / matrix[a]![a]!, 0);
  }

  it('is the one of the definition, of values that were never seen too', () => {
    const shapes = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      numRows: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(shapes, ({ sizes, numRows, seed }) => {
        const random = new RandomStream(seed, 'one-hot distance');
        const rows = Array.from({ length: numRows }, () => sizes.map((size) => 1 + random.nextInt(size)));
        const starts = Int32Array.from([0, ...sizes], (_, at) =>
          sizes.slice(0, at).reduce((sum, size) => sum + size + 1, 0),
        );
        const counts = inOneGo(pairCounts(distinctRows(Int32Array.from(rows.flat()), sizes), starts));
        const distance = inOneGo(OneHotDistance.of(counts, starts, numRows));
        const asked = sizes.map((size) => random.nextInt(size + 1));
        const [found] = distance.distances(Int32Array.from(asked), 1);
        expect(found! / (1 + plainDistance(rows, sizes, asked))).toBeCloseTo(
          1 - 1 / (1 + plainDistance(rows, sizes, asked)),
          6,
        );
      }),
    );
  });
});

describe('columns with an order', () => {
  const table = {
    grade: ['1', '2', '2', '3', '6'],
    file: ['a', 'b', 'b', 'c', 'd'],
    spot: ['A', 'H', 'K', 'R', 'S'],
    flag: ['0', '1', '0', '1', '0'],
    port: ['80', '443', '80', '22', '80'],
    amount: [1.5, 2.5, 2.5, null, 9],
  };
  const found = orderedColumns(readColumns(table), { categories: ['port'] });

  it('are numbers, grades and letters one after the other; not names, nor two values', () => {
    expect(found.map(({ name }) => name)).toEqual(['grade', 'file', 'amount']);
  });

  it('have values that lie far out by their share at the end where they are odder', () => {
    const [grade, , amount] = found;
    expect(grade!.surprise('6')).toBeCloseTo(Math.log(5), 12);
    expect(grade!.surprise('2')).toBeCloseTo(-Math.log(3 / 5), 12);
    expect(grade!.surprise('7')).toBeCloseTo(Math.log(6), 12);
    expect(grade!.mean).toBeCloseTo((2 * Math.log(5) - 2 * Math.log(3 / 5) + Math.log(5 / 2)) / 5, 12);
    expect(amount!.mean).toBeCloseTo((2 * Math.log(4) - 2 * Math.log(3 / 4)) / 4, 12);
  });

  it('have values without a place that lie neither near nor far', () => {
    const [grade, , amount] = found;
    expect(grade!.surprise('good')).toBe(grade!.mean);
    expect(amount!.surprise(null)).toBe(amount!.mean);
    const [none] = orderedColumns(readColumns({ a: [null, null] }), { numbers: ['a'] });
    expect([none!.mean, none!.surprise(null), none!.surprise(3)]).toEqual([0, 0, 0]);
  });

  it('are as far out as plain counts say, learned at once or in two parts', () => {
    const values = fc.array(fc.oneof(fc.constant(null), fc.integer({ min: -3, max: 3 })), { maxLength: 12 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: -5, max: 5 }), (some, more, asked) => {
        const column = OrderedColumn.of('a', 'amounts', some).extended(more);
        const there = [...some, ...more].filter((value) => value !== null);
        const plain = (value: number) => {
          const counts = [there.filter((x) => x <= value).length, there.filter((x) => x >= value).length];
          return Math.max(
            ...counts.map((count) => (count ? -Math.log(count / there.length) : Math.log(there.length + 1))),
          );
        };
        expect(column.surprise(asked)).toBeCloseTo(plain(asked), 12);
        const mean = there.reduce((sum, value) => sum + plain(value), 0) / Math.max(1, there.length);
        expect(column.surprise(null)).toBeCloseTo(mean, 12);
        expect(column).toEqual(OrderedColumn.of('a', 'amounts', [...more, ...some]));
      }),
    );
  });
});

describe('consensus', () => {
  it('ranks planted rows first, and says what does not go together', async () => {
    const [train, test] = [blockEvents(3000, 1), blockEvents(1500, 2, 0.05)];
    const consensus = await fitDetector('consensus', train.table);
    expect(rocAucOf(consensus.score(test.table), test.planted)).toBeGreaterThan(0.99);
    const row = test.planted.indexOf(1);
    expect(consensus.explain(test.table, row, { top: 1 })[0]!.columns).toContain('host');
  });

  it('sees a grade far out that goes with everything', async () => {
    const random = new RandomStream(1, 'grades');
    const grade = Array.from({ length: 400 }, () => String(3 + Math.floor((random.next() + random.next()) * 3)));
    const table = { grade, kind: grade.map(() => 'ab'[random.nextInt(2)]!) };
    const consensus = await fitDetector('consensus', table, { settings: { epochs: 5 } });
    const [usual, far] = consensus.score({ grade: ['5', '11'], kind: ['a', 'a'] });
    expect(far!).toBeGreaterThan(usual!);
    const reasons = consensus.explain({ grade: ['8'], kind: ['a'] }, 0);
    expect(reasons[0]!.columns).toEqual(['grade']);
  });

  it('takes columns that are always the same, and one row', async () => {
    const constant = await fitDetector('consensus', { a: ['x', 'x', 'x'], b: ['y', 'y', 'y'] });
    const [seen, unseen] = constant.score({ a: ['x', 'z'], b: ['y', 'y'] });
    expect(unseen!).toBeGreaterThan(seen!);
    const one = await fitDetector('consensus', { a: ['1'], b: [null] });
    expect(one.score({ a: ['1'], b: [undefined] }).every(Number.isFinite)).toBe(true);
  });
});

describe('what consensus says and keeps', () => {
  const random = new RandomStream(2, 'said');
  const numRows = 300;
  const amount = Array.from({ length: numRows }, () => 50 + 10 * random.nextNormal());
  const shop = Array.from({ length: numRows }, () => 'abcd'[random.nextInt(4)]!);
  const kind = shop.map((each) => (random.next() < 0.9 ? each : 'x'));
  const table = { amount, shop, kind };
  const settings = { epochs: 4 };

  it('names a column by itself once, by its bin, and says where a value was never seen', async () => {
    const consensus = await fitDetector('consensus', table, { settings });
    const odd = { amount: [999, Math.max(...amount)], shop: ['a', 'a'], kind: ['a', 'never'] };
    for (const row of [0, 1]) {
      const singles = consensus.explain(odd, row, { top: 99 }).filter(({ columns }) => columns.length === 1);
      expect(new Set(singles.map(({ columns }) => columns[0])).size).toBe(singles.length);
      const ofAmount = singles.find(({ columns }) => columns[0] === 'amount')!;
      if (row === 0) expect(ofAmount).toMatchObject({ values: ['999'], isUnseen: true });
      else
        expect(ofAmount).toMatchObject({ values: [expect.stringContaining(' to ')], isUnseen: false, isFarOut: true });
    }
  });

  it.each(detectorNames)(
    '%s refuses a number of reasons that is none, and gives none where none are asked for',
    async (name) => {
      const detector = await fitDetector(name, table, name === 'consensus' || name === 'ape' ? { settings } : {});
      expect(detector.explain(table, 0, { top: 0 })).toEqual([]);
      for (const top of [-1, 0.5, 'all' as never])
        expect(() => detector.explain(table, 0, { top })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    },
  );

  it('a missing number is no more usual than a real one', async () => {
    const consensus = (await fitDetector(
      'consensus',
      { ...table, amount: [...amount.slice(1), null] },
      { settings },
    )) as ConsensusDetector;
    const [column] = consensus.state.ordered;
    const least = Math.min(...amount.slice(1).map((value) => column!.surprise(value)));
    expect(column!.surprise(null)).toBeGreaterThan(least);
  });

  it('counts the unseen value of each column, as the choice of a detector does', async () => {
    const names = (length: number) => Array.from({ length: 1100 }, (_, row) => `n${row % length}`);
    // 996 and 2 values, and an unseen one in each.
    const most = { name: names(996), kind: names(2) };
    expect((await detectAnomalies(most, { top: 0, settings: { epochs: 1, dimension: 1 } })).detector).toBe('consensus');
    const more = { ...most, name: names(997) };
    const report = await detectAnomalies(more, { top: 0, settings: { epochs: 1, dimension: 1 } });
    expect(report.detector).toBe('ape');
    expect(report.why).toContain('1001 values together, 997 of them of name');
    expect(report.remarks).toEqual([]);
    const three = await detectAnomalies(
      { ...more, third: names(3) },
      { top: 0, settings: { epochs: 1, dimension: 1 } },
    );
    expect(three.remarks).toEqual([expect.stringContaining('without it in columns')]);
    await expect(fitDetector('consensus', more)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it('stops where it is aborted after APE was fitted', async () => {
    const signal = new AbortController();
    const names = Array.from({ length: 6000 }, (_, row) => `n${(row * 7) % 900}`);
    const onProgress = () => signal.abort();
    const options = { settings: { epochs: 1, dimension: 1 }, signal: signal.signal, onProgress };
    await expect(
      fitDetector('consensus', { name: names, kind: names.map((_, row) => `${row % 3}`) }, options),
    ).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('gives the scores of its rows as `score` does, of equal rows equal ones', async () => {
    const { fitted, scores } = await detectAnomalies(table, { detector: 'consensus', settings, top: 0 });
    expect(fitted.score(table)).toEqual(scores);
    const twice = { amount: [...amount, ...amount], shop: [...shop, ...shop], kind: [...kind, ...kind] };
    expect(fitted.score(twice)).toEqual(Float64Array.from([...scores, ...scores]));
    const one = (row: number) => ({ amount: [amount[row]!], shop: [shop[row]!], kind: [kind[row]!] });
    for (const row of [0, 17, 299]) expect(fitted.score(one(row))[0]).toBe(scores[row]);
  });

  it('goes on with more rows, new values among them', async () => {
    const consensus = (await fitDetector('consensus', table, { settings })) as ConsensusDetector;
    const more = { amount: [49, 51, 50, null], shop: ['new', 'new', 'a', 'new'], kind: ['new', 'new', 'a', 'new'] };
    const before = consensus.score(more);
    const later = await consensus.partialFit(more);
    expect(consensus.score(more)).toEqual(before);
    const after = later.score(more);
    expect(after.every(Number.isFinite)).toBe(true);
    expect(after[0]!).toBeLessThan(before[0]!);
    const whole = { amount: [...amount, ...more.amount], shop: [...shop, ...more.shop], kind: [...kind, ...more.kind] };
    const atOnce = (await fitDetector('consensus', whole, { settings })) as ConsensusDetector;
    // Counts are those of all rows; codes of new values come last.
    const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
    expect(sum(later.state.together)).toBe(sum(atOnce.state.together));
    expect(later.state.ordered[0]!.counts).toEqual(atOnce.state.ordered[0]!.counts);
    const many = {
      amount: Array(1000).fill(50),
      shop: Array.from({ length: 1000 }, (_, row) => `s${row}`),
      kind: Array(1000).fill('a'),
    };
    await expect(later.partialFit(many)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});
