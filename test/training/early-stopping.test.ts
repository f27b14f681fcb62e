import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, EarlyStopping, logLoss, macroF1, microF1, resolveCriterion } from '../../src/training/index.js';

/** Epoch at which training stops, given the value of each check. */
function stopEpoch(
  values: readonly number[],
  patience: number,
  validateEvery: number,
  direction: 'max' | 'min' = 'max',
) {
  const stopping = new EarlyStopping({ direction, patience, validateEvery });
  for (let epoch = 1; epoch <= values.length * validateEvery; epoch++) {
    if (!stopping.isDue(epoch)) continue;
    stopping.observe(epoch, values[epoch / validateEvery - 1]!);
    if (stopping.shouldStop) return { epoch, ...stopping.state };
  }
  return { epoch: undefined, ...stopping.state };
}

describe('patience counts epochs', () => {
  it('checks every 10 epochs, patience 30: the counter reaches 10, 20, 30, 40 and stops at 40', () => {
    // Best at epoch 10; the counter exceeds 30 at epoch 50, not at 40 where it equals 30.
    expect(stopEpoch([0.5, 0.4, 0.5, 0.3, 0.2, 0.9], 30, 10)).toEqual({
      epoch: 50,
      bestEpoch: 10,
      bestValue: 0.5,
      failedEpochs: 40,
    });
  });

  it('a better value clears the counter, an equal one does not', () => {
    expect(stopEpoch([1, 0, 2, 2, 2], 20, 10)).toEqual({
      epoch: undefined,
      bestEpoch: 30,
      bestValue: 2,
      failedEpochs: 20,
    });
  });

  it('lower is better for a loss; NaN never is; patience 0 stops at the first failure', () => {
    expect(stopEpoch([3, 2, Number.NaN], 0, 1, 'min')).toMatchObject({ epoch: 3, bestEpoch: 2, bestValue: 2 });
    expect(stopEpoch([Number.NaN, 1], 1, 1)).toMatchObject({ epoch: undefined, bestEpoch: 2, bestValue: 1 });
  });

  it('agrees with a look back over all checks', () => {
    const arbitrary = fc.record({
      values: fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }),
      patience: fc.nat(60),
      validateEvery: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ values, patience, validateEvery }) => {
        // Stop at the first check whose distance from the first maximum before it exceeds the patience.
        const expected = values.findIndex((_, i) => {
          const seen = values.slice(0, i + 1);
          return (i - seen.indexOf(Math.max(...seen))) * validateEvery > patience;
        });
        const { epoch } = stopEpoch(values, patience, validateEvery);
        expect(epoch).toBe(expected < 0 ? undefined : (expected + 1) * validateEvery);
      }),
    );
  });

  it('goes on from its state as if never interrupted', () => {
    const options = { direction: 'max', patience: 25, validateEvery: 5 } as const;
    const whole = new EarlyStopping(options);
    let parts = new EarlyStopping(options);
    for (const [i, value] of [1, 3, 2, 3, 3, 1, 0].entries()) {
      const { state } = parts;
      parts = new EarlyStopping(options);
      parts.restore(JSON.parse(JSON.stringify(i === 0 ? whole.state : state)));
      expect(parts.observe((i + 1) * 5, value)).toBe(whole.observe((i + 1) * 5, value));
      expect(parts.state).toEqual(whole.state);
    }
  });
});

describe('criteria', () => {
  it('mean of several, one, or the loss', () => {
    const both = resolveCriterion([microF1, macroF1]);
    expect(both).toMatchObject({ name: 'mean(microF1, macroF1)', direction: 'max' });
    expect(both.value(9, { microF1: 0.5, macroF1: 0.25 })).toBe(0.375);
    expect(resolveCriterion(accuracy).value(9, { accuracy: 0.5 })).toBe(0.5);
    expect(resolveCriterion('loss')).toMatchObject({ name: 'loss', direction: 'min' });
    expect(resolveCriterion('loss').value(9, {})).toBe(9);
  });

  it.each([[[]], [[microF1, logLoss]]])('refuses %j', (criterion) => {
    expect(() => resolveCriterion(criterion)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
