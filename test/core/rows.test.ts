import { describe, expect, it } from 'vitest';
import { checkRows } from '../../src/core/index.js';

const code = (expected: string, row?: number) =>
  expect.objectContaining({
    code: expected,
    ...(row === undefined ? {} : { location: expect.objectContaining({ row }) }),
  });

describe('checkRows', () => {
  it('takes rows of the range, in any order, and repeats where they are allowed', () => {
    checkRows(Int32Array.of(2, 0, 2, 79), 80, 'rows');
    checkRows(new Int32Array(0), 0, 'rows', { unique: true });
    checkRows(
      Int32Array.from({ length: 1000 }, (_, i) => 999 - i),
      1000,
      'rows',
      { unique: true },
    );
  });

  it('names the first position outside the range', () => {
    expect(() => checkRows(Int32Array.of(0, 80), 80, 'rows')).toThrow(code('INDEX_OUT_OF_RANGE', 1));
    expect(() => checkRows(Int32Array.of(-1), 80, 'rows')).toThrow(code('INDEX_OUT_OF_RANGE', 0));
    expect(() => checkRows(Int32Array.of(0), 0, 'rows')).toThrow(code('INDEX_OUT_OF_RANGE', 0));
  });

  it('names the position of a repeat', () => {
    expect(() => checkRows(Int32Array.of(9, 8, 9), 10, 'rows', { unique: true })).toThrow(code('DUPLICATE_ID', 2));
  });

  it('refuses what is no Int32Array', () => {
    for (const rows of [[0, 1], Float32Array.of(0.5), undefined, 3, null]) {
      expect(() => checkRows(rows as unknown as Int32Array, 10, 'rows')).toThrow(code('WRONG_DTYPE'));
    }
  });
});
