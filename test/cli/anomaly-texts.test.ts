import { expect, it } from 'vitest';
import { reasonTexts } from '../../src/cli/anomalies/print-report.js';

it('numbers and bins in reasons are short, names are whole', () => {
  const text = (value: string | null, isFarOut = false, isUnseen = false) =>
    reasonTexts([{ columns: ['x'], values: [value], surprise: 1, isUnseen, isFarOut }])[0];
  expect(text('639.7616619741266 to 805.417312713627', true)).toBe('x 639.762 to 805.417 is far out');
  expect(text('-639.7616619741266 to 0.25')).toBe('x -639.762 to 0.25 is rare');
  expect(text('above 1234567.891011')).toBe('x above 1234568 is rare');
  expect(text('0.000123456789', true)).toBe('x 0.000123457 is far out');
  expect(text('1.23456789e-7 to 2')).toBe('x 1.23456789e-7 to 2 is rare');
  expect(text('10.20.30.4567891')).toBe('x 10.20.30.4567891 is rare');
  expect(text('1.23456789', false, true)).toBe('x 1.23456789 was never seen');
  expect(text('1.23456789', true)).toBe('x 1.23457 is far out');
  expect(text(null)).toBe('x (missing) is rare');
});
