import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { checkOptions, isHeteroGraphError, option } from '../../src/core/index.js';

const schema = z.strictObject({
  k: z.optional(option.count),
  strategy: z.optional(z.enum(['random', 'time'])),
  rules: z.optional(z.record(z.string(), z.strictObject({ delay: z.optional(option.nonNegative) }))),
  labels: z.optional(
    z.union([
      z.strictObject({ method: z.literal('echoless'), hops: option.count }),
      z.strictObject({ method: z.literal('echo-removed') }),
    ]),
  ),
  ...option.runOptions,
});

function errorOf(value: unknown, what?: string) {
  try {
    checkOptions(schema, value, what === undefined ? {} : { what });
  } catch (error) {
    if (isHeteroGraphError(error)) return { code: error.code, column: error.location.column, hint: error.hint };
    throw error;
  }
  return undefined;
}

describe('checkOptions', () => {
  it('takes what fits', () => {
    expect(errorOf({})).toBeUndefined();
    const signal = new AbortController().signal;
    expect(
      errorOf({ k: 3, strategy: 'time', rules: { a: { delay: 0 } }, signal, onProgress: () => {} }),
    ).toBeUndefined();
  });

  it('names the option by its path and says what it must be', () => {
    expect(errorOf({ k: 0 })).toEqual({
      code: 'INVALID_OPTION',
      column: 'k',
      hint: 'It must be a whole number from 1.',
    });
    expect(errorOf({ k: '3' })?.hint).toBe('It must be a whole number from 1.');
    expect(errorOf({ k: 1.5 })?.hint).toBe('It must be a whole number from 1.');
    expect(errorOf({ strategy: 'best' })?.hint).toBe('It must be "random" or "time".');
    expect(errorOf({ rules: { a: { delay: -1 } } })).toMatchObject({ column: 'rules.a.delay' });
    expect(errorOf({ signal: 1 })).toMatchObject({ column: 'signal', hint: 'It must be an AbortSignal.' });
    expect(errorOf(null)).toMatchObject({ code: 'INVALID_OPTION', column: '' });
  });

  it('refuses unknown options, at any depth', () => {
    expect(errorOf({ kk: 1 })).toMatchObject({ code: 'INVALID_OPTION', column: 'kk' });
    expect(errorOf({ rules: { a: { later: 1 } } })).toMatchObject({ column: 'rules.a.later' });
  });

  it('speaks of the alternative that fits best', () => {
    expect(errorOf({ labels: { method: 'echoless', hops: 0 } })).toMatchObject({ column: 'labels.hops' });
  });
});

describe('pieces of schemas', () => {
  const takes = (piece: z.ZodMiniType, good: unknown[], bad: unknown[]) => {
    for (const value of good) expect(piece.safeParse(value).success, String(value)).toBe(true);
    for (const value of bad) expect(piece.safeParse(value).success, String(value)).toBe(false);
  };
  it.each<[string, z.ZodMiniType, unknown[], unknown[]]>([
    ['count', option.count, [1, 7], [0, 1.5, Number.NaN, '1', Number.POSITIVE_INFINITY]],
    ['countFrom', option.countFrom(0), [0, 7], [-1, 0.5]],
    ['positive', option.positive, [0.1], [0, -1, Number.NaN]],
    ['nonNegative', option.nonNegative, [0, 2.5], [-0.1, Number.NaN]],
    ['fraction', option.fraction, [0, 0.5, 1], [-0.1, 1.1, Number.NaN]],
    ['rate', option.rate, [0, 0.9], [1, -0.1]],
    ['seed', option.seed, [0, 2 ** 53 - 1], [-1, 2 ** 53, 0.5]],
    ['callback', option.callback, [() => {}], [1, undefined]],
    ['between', option.between(0, 1), [0.5], [0, 1]],
  ])('%s', (_, piece, good, bad) => takes(piece, good, bad));
});
