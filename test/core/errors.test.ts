import { describe, expect, it } from 'vitest';
import { HeteroGraphError, isHeteroGraphError, throwIfAborted } from '../../src/core/index.js';

describe('HeteroGraphError', () => {
  it('says what, where and the way out, to people and to programs', () => {
    const error = new HeteroGraphError('WRONG_DTYPE', 'Cannot read "x" as a number.', {
      file: 'a.csv',
      row: 3,
      column: 'age',
      hint: 'Declare the column as utf8.',
    });
    expect(error.message).toBe(
      'Cannot read "x" as a number. (file a.csv, row 3, column age) Declare the column as utf8.',
    );
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      code: 'WRONG_DTYPE',
      hint: 'Declare the column as utf8.',
      location: { file: 'a.csv', row: 3, column: 'age' },
    });
    expect(isHeteroGraphError(error)).toBe(true);
    expect(isHeteroGraphError(new Error('x'))).toBe(false);
  });

  it('turns an aborted signal into a coded error that keeps the reason', () => {
    const reason = new Error('enough');
    expect(() => throwIfAborted(AbortSignal.abort(reason))).toThrow(
      expect.objectContaining({ code: 'ABORTED', cause: reason }),
    );
    expect(() => throwIfAborted(undefined)).not.toThrow();
    expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
  });
});
