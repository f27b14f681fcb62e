import { expect, it } from 'vitest';
import { joinParts } from '../../../src/relational/learners/join-parts.js';

const part = (row: number, time: number, seenUntil?: number) => ({
  anchors: {
    table: 't',
    rows: Int32Array.of(row),
    times: Float64Array.of(time),
    labels: Float64Array.of(1),
    ...(seenUntil === undefined ? {} : { seenUntil: Float64Array.of(seenUntil) }),
  },
  features: [],
});

it('parts that are joined keep what each anchor may see', () => {
  expect(joinParts(part(0, 5), part(1, 9)).anchors.seenUntil).toBeUndefined();
  expect(joinParts(part(0, 5), part(1, 9, 6)).anchors.seenUntil).toEqual(Float64Array.of(5, 6));
  expect(joinParts(part(0, 5, 4), part(1, 9)).anchors.seenUntil).toEqual(Float64Array.of(4, 9));
});
