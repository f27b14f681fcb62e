import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitIsotonic, isotonicAt } from '../../../src/training/classification/choices/isotonic.js';
import { fitTemperature } from '../../../src/training/classification/choices/temperature.js';
import {
  chooseOnRows,
  logLoss,
  type Prediction,
  predictedClasses,
  predictedFlags,
  probabilities,
  rocAuc,
  type Targets,
  withChoices,
} from '../../../src/training/index.js';
import { arbitraryRanking } from './metrics/helpers.js';

/** Two classes by the score of the second. */
function twoClasses(pairs: readonly (readonly [score: number, label: number])[]): [Prediction, Targets] {
  const logits = Float32Array.from(pairs.flatMap(([score]) => [0, score]));
  const prediction = { logits, rows: Int32Array.from(pairs, (_, i) => i), numClasses: 2 };
  return [prediction, { kind: 'single', labels: Int32Array.from(pairs, ([, label]) => label), numClasses: 2 }];
}

describe('temperature', () => {
  it('divides logits that are four times too sure by four', () => {
    // Of rows with log-odds s a share sigmoid(s) is positive; the model says 4 s.
    const pairs = [-2, -1, 0, 1, 2].flatMap((s) => {
      const positives = Math.round(10_000 / (1 + Math.exp(-s)));
      return Array.from({ length: 10_000 }, (_, i) => [4 * s, i < positives ? 1 : 0] as const);
    });
    expect(fitTemperature(...twoClasses(pairs))).toBeCloseTo(4, 2);
  });

  it('has the smallest log loss of all temperatures, and changes no rank and no decision', () => {
    fc.assert(
      fc.property(arbitraryRanking, fc.double({ min: 0.1, max: 10, noNaN: true }), (pairs, other) => {
        const [prediction, targets] = twoClasses(pairs);
        const choices = chooseOnRows(prediction, targets, { calibrate: 'temperature', positive: 1 });
        const loss = (temperature: number) =>
          logLoss.compute(
            withChoices(prediction, 'single', { calibration: { method: 'temperature', temperature } }),
            targets,
          );
        const { calibration } = choices;
        if (calibration?.method !== 'temperature') throw new Error('no temperature');
        expect(loss(calibration.temperature)).toBeLessThanOrEqual(loss(other) + 1e-6);
        const decided = withChoices(prediction, 'single', choices);
        expect(predictedClasses(decided)).toEqual(predictedClasses(prediction));
        expect(rocAuc.compute(decided, targets)).toEqual(rocAuc.compute(prediction, targets));
      }),
    );
  });
});

describe('isotonic calibration', () => {
  it('by hand: neighbours that fall are pooled', () => {
    // Labels by score: 0, 1, 0, 1, 1: the second and third are pooled to 1/2; ends stay 1/10 away from 0 and 1.
    const steps = fitIsotonic(Float64Array.of(1, 2, 3, 4, 5), Uint8Array.of(0, 1, 0, 1, 1));
    expect([0, 1, 2, 3, 4, 9].map((score) => isotonicAt(steps, score))).toEqual([0.1, 0.1, 0.5, 0.5, 0.9, 0.9]);
    expect(isotonicAt(steps, 3.5)).toBeCloseTo(0.7, 12);
  });

  it('never falls, keeps the mean, and no shift of a block is nearer to the labels', () => {
    fc.assert(
      fc.property(arbitraryRanking, (pairs) => {
        const scores = Float64Array.from(pairs, ([score]) => score);
        const steps = fitIsotonic(
          scores,
          Uint8Array.from(pairs, ([, flag]) => flag),
        );
        for (let i = 1; i < steps.scores.length; i++) {
          expect(steps.probabilities[i]).toBeGreaterThanOrEqual(steps.probabilities[i - 1]!);
        }
        // The slow definition: max over starts of min over ends of the mean of labels between (min-max formula).
        const distinct = [...new Set(scores)].sort((a, b) => a - b);
        const meanOf = (low: number, high: number) => {
          const inside = pairs.filter(([score]) => score >= low && score <= high);
          return inside.reduce((sum, [, flag]) => sum + flag, 0) / inside.length;
        };
        const away = 0.5 / pairs.length;
        for (const at of distinct) {
          const lows = distinct.filter((low) => low <= at);
          const highs = distinct.filter((high) => high >= at);
          const value = Math.max(...lows.map((low) => Math.min(...highs.map((high) => meanOf(low, high)))));
          expect(isotonicAt(steps, at)).toBeCloseTo(Math.min(1 - away, Math.max(away, value)), 12);
        }
      }),
    );
  });

  it('gives probabilities of many classes that add up to one, and of several classes a row', () => {
    const logits = Float32Array.from({ length: 60 }, (_, i) => ((i * 7) % 11) / 2 - 2);
    const prediction = { logits, rows: Int32Array.from({ length: 20 }, (_, i) => i), numClasses: 3 };
    const single: Targets = { kind: 'single', labels: Int32Array.from({ length: 20 }, (_, i) => i % 3), numClasses: 3 };
    const chosen = chooseOnRows(prediction, single, { calibrate: 'isotonic' });
    const after = withChoices(prediction, 'single', chosen);
    const chance = probabilities(after, 'single');
    for (let i = 0; i < 20; i++) expect(chance[3 * i]! + chance[3 * i + 1]! + chance[3 * i + 2]!).toBeCloseTo(1, 6);
    const labels = Uint8Array.from({ length: 60 }, (_, i) => ((i * 5) % 7 > 3 ? 1 : 0));
    const multi: Targets = { kind: 'multi', labels, numClasses: 3 };
    const both = chooseOnRows(prediction, multi, { calibrate: 'isotonic' });
    const before = logLoss.compute(prediction, multi);
    expect(logLoss.compute(withChoices(prediction, 'multi', both), multi)).toBeLessThan(before);
  });
});

describe('thresholds', () => {
  const pairs = [
    [3, 1],
    [2, 0],
    [1, 1],
    [0, 0],
    [-1, 1],
    [-2, 0],
  ] as const;
  const decided = (goal: NonNullable<Parameters<typeof chooseOnRows>[2]['goal']>) => {
    const [prediction, targets] = twoClasses(pairs);
    const choices = chooseOnRows(prediction, targets, { goal, positive: 1 });
    return { choices, classes: [...predictedClasses(withChoices(prediction, 'single', choices))] };
  };

  it('by hand', () => {
    // From the top: precision 1, 1/2, 2/3, 1/2, 3/5, 1/2 at recall 1/3, 1/3, 2/3, 2/3, 1, 1; F1 is largest (3/4) at the fifth.
    expect(decided('f1').classes).toEqual([1, 1, 1, 1, 1, 0]);
    expect(decided({ recall: 0.5 }).classes).toEqual([1, 1, 1, 0, 0, 0]);
    expect(decided({ precision: 0.6 }).classes).toEqual([1, 1, 1, 1, 1, 0]);
    expect(decided({ precision: 0.9 }).classes).toEqual([1, 0, 0, 0, 0, 0]);
    const { thresholds } = decided({ recall: 0.5 }).choices;
    expect(thresholds).toEqual([
      { class: 1, probability: expect.closeTo(1 / (1 + Math.exp(-0.5)), 12), recall: 2 / 3, precision: 2 / 3 },
    ]);
  });

  it('reach their goal on the rows they were chosen on', () => {
    fc.assert(
      fc.property(arbitraryRanking, fc.constantFrom(0.5, 0.9, 1), fc.boolean(), (drawn, recall, calibrated) => {
        const [prediction, targets] = twoClasses(drawn);
        const kinds = new Set(drawn.map(([, flag]) => flag));
        fc.pre(kinds.size === 2);
        const calibrate = calibrated ? ('isotonic' as const) : undefined;
        const choices = chooseOnRows(prediction, targets, { goal: { recall }, calibrate, positive: 1 });
        const classes = predictedClasses(withChoices(prediction, 'single', choices));
        const found = drawn.filter(([, flag], i) => flag === 1 && classes[i] === 1).length;
        expect(found / drawn.filter(([, flag]) => flag === 1).length).toBeGreaterThanOrEqual(recall);
      }),
    );
  });

  it('of several classes a row, one for every class that has rows of both kinds', () => {
    const prediction = { logits: Float32Array.of(-1, 1, -2, 2, -3, 3), rows: Int32Array.of(0, 1, 2), numClasses: 2 };
    const targets: Targets = { kind: 'multi', labels: Uint8Array.of(1, 1, 1, 1, 0, 1), numClasses: 2 };
    const choices = chooseOnRows(prediction, targets, { goal: 'f1' });
    expect(choices.thresholds!.map((each) => each.class)).toEqual([0]);
    expect([...predictedFlags(withChoices(prediction, 'multi', choices))]).toEqual([1, 1, 1, 1, 0, 1]);
  });

  it('refuses goals that make no sense', () => {
    const [prediction, targets] = twoClasses(pairs);
    const refused = (given: [Prediction, Targets], options: object) => () => chooseOnRows(...given, options as never);
    const code = (value: string) => expect.objectContaining({ code: value });
    for (const goal of ['f2', { recall: 0 }, { precision: 1.5 }, { recall: 0.5, precision: 0.5 }]) {
      expect(refused([prediction, targets], { goal, positive: 1 })).toThrow(code('INVALID_OPTION'));
    }
    expect(refused([prediction, targets], { goal: 'f1' })).toThrow(code('INVALID_OPTION'));
    expect(refused(twoClasses([]), { goal: 'f1', positive: 1 })).toThrow(code('NO_ROWS'));
    expect(refused(twoClasses([[1, 1]]), { goal: 'f1', positive: 1 })).toThrow(code('NO_ROWS'));
  });
});
