import { beforeAll, describe, expect, it } from 'vitest';
import { type Ape, fitApe } from '../../../src/anomaly/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { rocAucOf } from '../../../src/training/index.js';
import { blockEvents } from '../planted.js';

const train = blockEvents(4000, 1).table;
const test = blockEvents(2000, 2, 0.05);
let ape: Ape;
beforeAll(async () => {
  ape = await fitApe(train);
});

type Table = typeof train;

function pick({ user, host, port, colour }: Table, rows: readonly number[]): Table {
  const of = (values: readonly string[]) => rows.map((row) => values[row]!);
  return { user: of(user), host: of(host), port: of(port), colour: of(colour) };
}

describe('APE on a planted block structure', () => {
  it('ranks the planted rows first', () => {
    expect(rocAucOf(ape.score(test.table), test.planted)).toBeGreaterThan(0.99);
  });

  it('finds them where some are among the events that it learns from', async () => {
    const dirty = blockEvents(4000, 3, 0.02);
    const learned = await fitApe(dirty.table);
    expect(rocAucOf(learned.score(dirty.table), dirty.planted)).toBeGreaterThan(0.99);
  });

  it('finds that pairs with a column that says nothing have terms of about 0', () => {
    for (const { columns, meanTerm } of ape.pairs()) {
      if (columns.includes('colour')) expect(Math.abs(meanTerm)).toBeLessThan(0.1);
      else expect(meanTerm).toBeGreaterThan(1);
    }
  });

  it('and weights near 0, with the settings that are there by default', () => {
    const weights = new Map(ape.pairs().map(({ columns, weight }) => [columns.join(' '), weight]));
    for (const [columns, weight] of weights) {
      if (columns.includes('colour')) expect(Math.abs(weight), columns).toBeLessThan(0.15);
      else expect(weight, columns).toBeGreaterThan(1);
    }
  });

  it('and weights of 0, where weights are drawn to it strongly', async () => {
    const learned = await fitApe(train, { settings: { weightShrinkage: 0.7 } });
    for (const { columns, weight } of learned.pairs()) {
      if (columns.includes('colour')) expect(Math.abs(weight)).toBeLessThan(0.1);
      else expect(weight).toBeGreaterThan(0.3);
    }
    expect(rocAucOf(learned.score(test.table), test.planted)).toBeGreaterThan(0.99);
  });

  it.each(['none', 'softplus', 'clip'] as const)('weights under %s keep to it', async (weightConstraint) => {
    const learned = await fitApe(train, { settings: { weightConstraint } });
    expect(rocAucOf(learned.score(test.table), test.planted)).toBeGreaterThan(0.99);
    const weights = learned.pairs().map(({ weight }) => weight);
    if (weightConstraint !== 'none') expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
  });

  it('says that user and host do not go together', () => {
    const row = test.planted.indexOf(1);
    const [reason] = ape.explain(test.table, row);
    expect(reason!.columns).toContain('host');
    expect(reason!.values).toContain(test.table.host[row]!);
    expect(reason!.surprise).toBeGreaterThan(0);
    expect(ape.explain(test.table, row, { top: 2 })).toHaveLength(2);
  });

  it('the reasons of a row add up to its score', () => {
    const { meanBiases } = ape.state;
    const means = ape.pairs().reduce((sum, { meanTerm }) => sum + meanTerm, 0) + meanBiases.reduce((a, b) => a + b, 0);
    const scores = ape.score(test.table);
    for (const row of [0, 7, test.planted.indexOf(1)]) {
      const surprises = ape.surprises(test.table, row).reduce((sum, { surprise }) => sum + surprise, 0);
      expect(surprises - means).toBeCloseTo(scores[row]!, 3);
    }
  });

  it('gives no reasons that make a row less odd', () => {
    for (const row of [0, 7, 11]) {
      for (const { surprise } of ape.explain(test.table, row, { top: 100 })) expect(surprise).toBeGreaterThan(0);
    }
    expect(() => ape.explain(test.table, 0, { top: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('scores a row by itself, in parts of any size', () => {
    const whole = ape.score(test.table);
    for (const rows of [[5], [5, 6], [1999, 5, 0]]) {
      expect([...ape.score(pick(test.table, rows))]).toEqual(rows.map((row) => whole[row]));
    }
  });
});

it('has weights near 0 of pairs that say nothing, where each of the columns says something of another', async () => {
  const random = new RandomStream(1, 'two blocks');
  const twoBlocks = { user: [] as string[], host: [] as string[], colour: [] as string[], shade: [] as string[] };
  for (let row = 0; row < 4000; row++) {
    const [block, hue] = [random.nextInt(4), random.nextInt(3)];
    twoBlocks.user.push(`u${block}-${random.nextInt(10)}`);
    twoBlocks.host.push(`h${block}-${random.nextInt(8)}`);
    twoBlocks.colour.push(`c${hue}-${random.nextInt(4)}`);
    twoBlocks.shade.push(`s${hue}-${random.nextInt(4)}`);
  }
  const pairs = (await fitApe(twoBlocks)).pairs();
  const [least] = pairs.slice(0, 2).map(({ weight }) => weight);
  expect(new Set(pairs.slice(0, 2).map(({ columns }) => columns.join(' ')))).toEqual(
    new Set(['user host', 'colour shade']),
  );
  for (const { columns, weight } of pairs.slice(2)) {
    expect(Math.abs(weight) / least!, columns.join(' ')).toBeLessThan(0.15);
  }
});

describe('what the result depends on', () => {
  it('is the same for rows in another order, to the bit, and other for another seed', async () => {
    const rows = train.user.map((_, row) => row);
    const again = await fitApe(pick(train, [...rows].reverse()));
    expect(again.score(test.table)).toEqual(ape.score(test.table));
    const other = await fitApe(train, { seed: 2 });
    expect(other.score(test.table)).not.toEqual(ape.score(test.table));
  });

  it('is the same whatever the numbers of the values are', async () => {
    const { codes, numRows } = ape.state.columns.encode(test.table);
    expect(ape.scoreCodes(codes, numRows)).toEqual(ape.score(test.table));
    const numbers = { user: [3, 1, 3, 2], host: [7, 8, 7, 9] };
    const texts = { user: ['3', '1', '3', '2'], host: ['7', '8', '7', '9'] };
    expect((await fitApe(numbers)).score(numbers)).toEqual((await fitApe(texts)).score(texts));
  });
});

describe('values that were never seen', () => {
  it('are odder than any that were seen in their place, and said to be unseen', () => {
    const [row] = [...test.planted.keys()].filter((at) => !test.planted[at]);
    const seen = pick(test.table, [row!]);
    const strange = { ...seen, user: ['nobody'] };
    expect(ape.score(strange)[0]!).toBeGreaterThan(ape.score(seen)[0]!);
    const reasons = ape.explain(strange, 0);
    expect(reasons.some(({ isUnseen, values }) => isUnseen && values.includes('nobody'))).toBe(true);
  });

  it('get vectors of their own by more events', async () => {
    const fresh = { ...blockEvents(1000, 4).table };
    fresh.user = fresh.user.map((user) => user.replace('u0', 'new'));
    const before = ape.score(fresh);
    const more = await ape.partialFit(fresh);
    expect(ape.score(fresh)).toEqual(before);
    const fits = { user: ['new-1'], host: ['h0-2'], port: ['p0-1'], colour: ['c1'] };
    const misfits = { ...fits, host: ['h2-2'] };
    expect(more.score(misfits)[0]! - more.score(fits)[0]!).toBeGreaterThan(3);
    expect(more.state.numEvents).toBe(5000);
    expect(rocAucOf(more.score(test.table), test.planted)).toBeGreaterThan(0.99);
  });
});

describe('degenerate tables', () => {
  it('constant columns, one row, missing values', async () => {
    const constant = await fitApe({ a: ['x', 'x', 'x'], b: ['y', 'y', 'y'] });
    const [seen, unseen] = constant.score({ a: ['x', 'z'], b: ['y', 'y'] });
    expect(unseen!).toBeGreaterThan(seen!);
    const one = await fitApe({ a: ['x'], b: [null] });
    expect(one.score({ a: ['x'], b: [undefined] }).every(Number.isFinite)).toBe(true);
    expect(one.score({ a: [], b: [] })).toHaveLength(0);
  });

  it('bad input is refused', async () => {
    await expect(fitApe({ a: [], b: [] })).rejects.toMatchObject({ code: 'NO_ROWS' });
    await expect(fitApe({ a: ['x'] })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(fitApe({ a: ['x'], b: [] })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(fitApe({ a: ['x'], b: ['y'] }, { columns: ['a', 'c'] })).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
    });
    await expect(fitApe({ a: ['x'], b: ['y'] }, { settings: { dimension: 0 } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
    expect(() => ape.score({ user: ['a'] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
    expect(() => ape.explain(test.table, 2000)).toThrow(expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }));
    expect(() => ape.explain({ ...test.table, port: ['p0-1'] }, 0)).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH', location: { column: 'port' } }),
    );
    const signal = AbortSignal.abort();
    await expect(fitApe(train, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('what S comes to', () => {
  /** 900 rows of one value and 100 of another, beside a column that is always the same. */
  const shares = {
    kind: Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 'rare' : 'usual')),
    same: Array.from({ length: 1000 }, () => 'always'),
  };
  const ask = { kind: ['usual', 'rare', 'usual'], same: ['always', 'always', 'never'] };

  it.each([0, 0.5, 1])(
    'differs by the logarithm of how often values are seen, of noise that is even to %d',
    async (uniformNoise) => {
      const learned = await fitApe(shares, { settings: { uniformNoise, valueTerms: true, epochs: 60 } });
      const [usual, rare] = learned.score(ask);
      expect(rare! - usual!).toBeGreaterThan(Math.log(9) - 0.35);
      expect(rare! - usual!).toBeLessThan(Math.log(9) + 0.35);
    },
  );

  it('tells a value that a constant column never had as one of 1,000 events would be', async () => {
    const learned = await fitApe(shares, { settings: { epochs: 60 } });
    const [usual, , never] = learned.score(ask);
    expect(never! - usual!).toBeGreaterThan(4);
    expect(never! - usual!).toBeLessThan(9);
  });

  it('says where training grew without bound', async () => {
    const settings = { epochs: 1, learningRate: 1e30, batchSize: 4000 };
    await expect(fitApe(train, { settings })).rejects.toMatchObject({ code: 'DIVERGED' });
  });
});
