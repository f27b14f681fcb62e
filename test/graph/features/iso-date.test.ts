import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoSeconds } from '../../../src/graph/features/iso-date.js';

it.each([
  ['1970-01-02', 86_400],
  ['1970-01-01T01:00:00+01:00', 0],
  ['1970-01-01 00:00:01.5Z', 1.5],
  ['1970-01-01T00:30-0030', 3600],
  ['1969-12-31', -86_400],
  [' 2000-02-29 ', 951_782_400],
  ['0001-01-01', -62_135_596_800],
])('%s', (text, seconds) => expect(isoSeconds(text)).toBe(seconds));

it.each([
  '2001-02-29',
  '2000-13-01',
  '2000-00-10',
  '2000-1-1',
  '01/02/2000',
  '2000-01-01T25:00',
  '2000-01-01x',
  '',
  '5',
])('no date: %s', (text) => expect(isoSeconds(text)).toBeNaN());

it('agrees with Date on every moment', () => {
  const moment = fc.date({
    min: new Date('0100-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, (date) => {
      expect(isoSeconds(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 3);
    }),
  );
});
