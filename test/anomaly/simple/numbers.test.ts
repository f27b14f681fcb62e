import { describe, expect, it } from 'vitest';
import { type ColumnScores, sumOfColumns } from '../../../src/anomaly/simple/column-scores.js';
import { fitCopod } from '../../../src/anomaly/simple/copod.js';
import { fitEcod } from '../../../src/anomaly/simple/ecod.js';
import { fitHbos } from '../../../src/anomaly/simple/hbos.js';
import { fitIsolationForest, meanPath } from '../../../src/anomaly/simple/isolation-forest.js';
import { fitLof } from '../../../src/anomaly/simple/lof.js';

const train = [
  Float64Array.of(1, 2, 2, 3, 3, 4, 4, 9, 2.5, 3.5),
  Float64Array.of(10, 11, 12, 10, 13, 11, 12, 30, 11.5, 12.5),
];
const fresh = [Float64Array.of(3, 0, 9, 20, 2), Float64Array.of(11.5, 10, 11, 40, 12)];

function expectScores(scores: Float64Array, golden: readonly number[], digits = 7): void {
  expect(scores.length).toBe(golden.length);
  for (const [row, value] of golden.entries()) expect(scores[row], `row ${row}`).toBeCloseTo(value, digits);
}

// Golden values: PyOD 3.6.7 (numpy 2.4.6, scikit-learn 1.9.1), `decision_scores_` and `decision_function` of these rows.
describe('beside PyOD', () => {
  it('ECOD', () => {
    expectScores(sumOfColumns(fitEcod(train), train), [
      ...[3.9120230054, 2.1202635362, 1.8971199849, 2.1202635362, 2.1202635362],
      ...[2.1202635362, 1.8971199849, 4.605170186, 1.6094379124, 2.1202635362],
    ]);
  });

  it('COPOD', () => {
    expectScores(sumOfColumns(fitCopod(train), train), [
      ...[1.9560115027, 1.2243838016, 1.3478138406, 1.31554458, 2.1202635362],
      ...[1.7736899459, 1.8971199849, 4.605170186, 1.2384692401, 2.1202635362],
    ]);
  });

  it('HBOS with 5 bins, of columns scaled so that the highest bin has density 1', () => {
    const scores = fitHbos(train, { bins: 5 });
    const [a, b, c] = [0.01449957, -0.27500705, 3.98089118];
    expectScores(sumOfColumns(scores, train), [a, a, a, b, b, b, b, c, a, b]);
    expectScores(sumOfColumns(scores, fresh), [b, 3.18442457, 1.59946207, 6.64385619, a]);
  });

  it('LOF with 3 neighbours, of new rows', () => {
    const golden = [0.9523809524, 1.481197328, 3.5865236734, 13.4889067425, 0.9523809524];
    expectScores(fitLof(train, { neighbours: 3 })(fresh), golden);
  });
});

describe('by hand', () => {
  const sum = (scores: ColumnScores, ...values: number[]) =>
    values.map((value) => sumOfColumns(scores, [Float64Array.of(value)])[0]!);

  it('ECOD of 1, 2, 2, 7: a long right tail', () => {
    // Shares at or above: 4/4, 3/4, 1/4; at or below: 1/4, 3/4, 4/4. The longer tail counts, or the odder.
    const scores = fitEcod([Float64Array.of(2, 7, 1, 2)]);
    const [one, two, seven, beyond] = sum(scores, 1, 2, 7, 8);
    expect(one).toBeCloseTo(Math.log(4), 12);
    expect(two).toBeCloseTo(-Math.log(3 / 4), 12);
    expect(seven).toBeCloseTo(Math.log(4), 12);
    expect(beyond).toBeCloseTo(Math.log(5), 12);
  });

  it('COPOD of 1, 2, 2, 7: the mean of both tails where the shorter one is odder', () => {
    const [one, two, seven] = sum(fitCopod([Float64Array.of(2, 7, 1, 2)]), 1, 2, 7);
    expect(one).toBeCloseTo(Math.log(4) / 2, 12);
    expect(two).toBeCloseTo(-Math.log(3 / 4), 12);
    expect(seven).toBeCloseTo(Math.log(4), 12);
  });

  it('HBOS of four values in two bins', () => {
    // Heights 3/3 and 1/3, 0.1 added.
    const [low, high, far] = sum(fitHbos([Float64Array.of(0, 1, 1, 4)], { bins: 2 }), 1, 3, 100);
    expect(low).toBeCloseTo(-Math.log2(1.1), 12);
    expect(high).toBeCloseTo(-Math.log2(1 / 3 + 0.1), 12);
    expect(far).toBe(high);
  });

  it('LOF of 0, 1, 2 and one neighbour', () => {
    // 0 and 1 are nearest to each other, 1 to 0, 2 to 1: all reach 1, density 1. 5 is 3 away from 2.
    const scores = fitLof([Float64Array.of(0, 1, 2)], { neighbours: 1 })([Float64Array.of(5, 1)]);
    expect(scores[0]).toBeCloseTo(3, 6);
    expect(scores[1]).toBeCloseTo(1, 6);
  });

  it('isolation forest of two rows: every tree cuts them apart at depth 1, the mean path of 2', () => {
    expect([...fitIsolationForest([Float64Array.of(0, 1)])([Float64Array.of(0, 1)])]).toEqual([0.5, 0.5]);
    // sklearn.ensemble._iforest._average_path_length([1, 2, 3, 10, 256]), scikit-learn 1.9.1
    const golden = [0, 1, 1.20739236, 3.74888048, 10.24477092];
    for (const [at, n] of [1, 2, 3, 10, 256].entries()) expect(meanPath(n)).toBeCloseTo(golden[at]!, 7);
  });

  it('isolation forest: means of scikit-learn over ten seeds of 200 trees', () => {
    // -IsolationForest(n_estimators=200, max_samples=128, random_state=0..9).score_samples, scikit-learn 1.9.1
    const golden = [0.584, 0.431, 0.448, 0.794, 0.739, 0.686];
    const a = Float64Array.from({ length: 203 }, (_, i) => ((i * 37) % 101) / 101);
    const b = Float64Array.from({ length: 203 }, (_, i) => ((i * 59) % 97) / 97);
    a.set([3, 0.5, -2], 200);
    b.set([3, 4, 0.5], 200);
    const scores = fitIsolationForest([a, b], { trees: 2000, sampleSize: 128 })([a, b]);
    for (const [at, row] of [0, 50, 100, 200, 201, 202].entries()) {
      expect(Math.abs(scores[row]! - golden[at]!), `row ${row}`).toBeLessThan(0.012);
    }
  });
});

it('constant columns and a single row have scores', () => {
  for (const columns of [[Float64Array.of(3)], [Float64Array.of(2, 2, 2), Float64Array.of(1, 1, 1)]]) {
    const row = columns.map(() => Float64Array.of(5));
    for (const make of [fitEcod, fitCopod, fitHbos]) {
      expect(sumOfColumns(make(columns), row).every(Number.isFinite)).toBe(true);
    }
    for (const make of [fitIsolationForest, fitLof]) expect(make(columns)(row).every(Number.isFinite)).toBe(true);
  }
});
