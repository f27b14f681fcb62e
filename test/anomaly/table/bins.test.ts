import { expect, it } from 'vitest';
import { fitApe } from '../../../src/anomaly/index.js';
import { binCuts, binLabels, labelsOfBins } from '../../../src/anomaly/table/bins.js';

const binned = (values: number[], asked: (number | null)[], bins = 10) => binLabels(asked, binCuts(values, bins));

it('cuts numbers into bins of about as many rows each', () => {
  const values = Array.from({ length: 100 }, (_, i) => 99 - i);
  expect(binned(values, [0, 24, 25, 99, null], 4)).toEqual(['0 to 25', '0 to 25', '25 to 50', '75 to 99', null]);
});

it('keeps what is beyond all that was seen apart', () => {
  expect(binned([0, 5, 10], [-1, 10, 10.000001, 1e12], 2)).toEqual(['below 0', '5 to 10', 'above 10', 'above 10']);
  expect(binned([-3, -2, -1], [-4, -1, -0.5], 2)).toEqual(['below -3', '-2 to -1', 'above -1']);
});

it('does not put a smallest number that fills quantiles into one bin with the others', () => {
  const failures = [...Array.from({ length: 95 }, () => 0), 1000, 2000, 3000, 4000, 5000];
  expect(binned(failures, [0, 1000, 5000])).toEqual(['0 to 1000', '1000 to 5000', '1000 to 5000']);
  const halves = [...Array.from({ length: 95 }, () => 0.5), 1.5];
  expect(binned(halves, [0.5, 1.5])).toEqual(['0.5 to 1.5', '1.5']);
});

it('has bins for what lies far out among what was seen', () => {
  const values = [...Array.from({ length: 100 }, (_, i) => 100 + i), 1e9, 2e9, -5000];
  const [usual, far, farther, below, most] = binned(values, [150, 1e9, 2e9, -5000, 199], 4);
  expect([usual, far, farther, below]).toEqual(['150 to 176', '1000000000 to 2000000000', far, '-5000 to 100']);
  expect(most).toBe('176 to 1000000000');
});

it('makes one number far out odd although it is among those that are learned from', async () => {
  const amount = Array.from({ length: 400 }, (_, i) => 50 + ((i * 37) % 101));
  amount[7] = 1e9;
  const ape = await fitApe({ amount, day: amount.map((_, i) => (i % 2 === 0 ? 'even' : 'odd')) });
  const scores = ape.score({ amount, day: amount.map((_, i) => (i % 2 === 0 ? 'even' : 'odd')) });
  expect(scores.indexOf(Math.max(...scores))).toBe(7);
});

it('has a bin for a column of one number, and of none', () => {
  expect(binned([7, 7], [6, 7, 8])).toEqual(['below 7', '7', 'above 7']);
  expect(labelsOfBins(binCuts([0], 10))).toEqual(['below 0', '0', 'above 0']);
  expect(binned([], [3, null])).toEqual(['any', null]);
});

it('makes a number far beyond the others odd', async () => {
  const amount = Array.from({ length: 400 }, (_, i) => (i * 37) % 101);
  const ape = await fitApe({ amount, day: amount.map((value) => (value % 2 === 0 ? 'even' : 'odd')) });
  const [inside, beyond] = ape.score({ amount: [96, 1e12], day: ['even', 'even'] });
  expect(beyond!).toBeGreaterThan(inside! + 2);
  expect(ape.explain({ amount: [1e12], day: ['even'] }, 0)[0]).toMatchObject({ isUnseen: true });
});
