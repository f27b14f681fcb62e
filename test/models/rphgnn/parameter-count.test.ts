import { describe, expect, it } from 'vitest';
import { countRpHgnnParameters, type GroupShape } from '../../../src/models/rphgnn/parameter-count.js';
import { rphgnnPresets } from '../../../src/models/rphgnn/settings.js';

const times = (n: number, hops: number, width: number): GroupShape[] =>
  Array.from({ length: n }, () => ({ hops, width }));

describe('parameter counts of the published settings, to the unit', () => {
  it.each([
    ['hgb-acm', [...times(3, 6, 1902), ...times(1, 6, 256), ...times(4, 7, 1902)], 3, 1_775_244],
    ['hgb-dblp', [...times(1, 5, 4231), ...times(1, 5, 334)], 4, 5_727_777],
    ['hgb-imdb', [...times(2, 3, 3341), ...times(1, 3, 1024), ...times(3, 4, 3489)], 5, 10_095_688],
    ['hgb-freebase', times(16, 6, 512), 7, 4_227_319],
    ['ogbn-mag', [...times(2, 5, 512), ...times(1, 5, 128), ...times(3, 6, 128)], 349, 4_904_376],
    [
      'ogbn-mag-leaderboard',
      [...times(2, 3, 512), ...times(1, 3, 128), ...times(3, 4, 128), ...times(4, 1, 349)],
      349,
      7_720_368,
    ],
  ] as const)('%s', (name, groups, classes, expected) => {
    expect(countRpHgnnParameters(groups, classes, rphgnnPresets[name])).toBe(expected);
  });
});
