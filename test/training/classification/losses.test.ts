import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numTensors, Parameter, type Tensor2D, tidy, valueAndGradients } from '../../../src/tensor/index.js';
import {
  classWeights,
  defaultLoss,
  type Loss,
  logLoss,
  multiHotLoss,
  sigmoidLoss,
  softmaxLoss,
  type Targets,
  weightedSoftmaxLoss,
} from '../../../src/training/index.js';

/** Value and gradient of a loss at given logits [B, C]; rows are 0..B-1. */
function valueAndGradient(
  loss: Loss,
  logits: Float32Array,
  targets: Targets,
): { value: number; gradient: Float32Array } {
  const numRows = logits.length / targets.numClasses;
  const rows = Int32Array.from({ length: numRows }, (_, i) => i);
  const parameter = new Parameter('logits', [numRows, targets.numClasses], (values) => values.set(logits));
  const result = tidy(() => {
    const { value, gradients } = valueAndGradients(
      () => loss.compute(parameter.value as Tensor2D, rows, targets),
      [parameter],
    );
    return { value: value.dataSync()[0]!, gradient: Float32Array.from(gradients[0]!.dataSync()) };
  });
  parameter.dispose();
  return result;
}

const logitsOf = (numRows: number, numClasses: number) =>
  fc
    .array(fc.float({ min: -6, max: 6, noNaN: true }), {
      minLength: numRows * numClasses,
      maxLength: numRows * numClasses,
    })
    .map((values) => Float32Array.from(values));

const cases = fc
  .record({ numRows: fc.integer({ min: 1, max: 6 }), numClasses: fc.integer({ min: 1, max: 5 }) })
  .chain(({ numRows, numClasses }) =>
    fc.record({
      numClasses: fc.constant(numClasses),
      logits: logitsOf(numRows, numClasses),
      labels: fc.array(fc.nat(numClasses - 1), { minLength: numRows, maxLength: numRows }),
      flags: fc.array(fc.nat(1), { minLength: numRows * numClasses, maxLength: numRows * numClasses }),
    }),
  );

/** -sum over the labels of log softmax, mean over rows, in float64. */
function multiHotReference(logits: Float32Array, flags: readonly number[], numClasses: number): number {
  let sum = 0;
  for (let start = 0; start < logits.length; start += numClasses) {
    const row = [...logits.subarray(start, start + numClasses)];
    const scale = Math.log(row.reduce((total, z) => total + Math.exp(z), 0));
    for (const [c, z] of row.entries()) if (flags[start + c]) sum += scale - z;
  }
  return sum / (logits.length / numClasses);
}

describe('losses', () => {
  it('weighted by class: value by hand, gradient by finite differences', () => {
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.float({ min: 0.25, max: 4, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (each, all) => {
          const { logits, labels, numClasses } = each;
          const weights = Float32Array.from(all.slice(0, numClasses));
          const targets = { kind: 'single', labels: Int32Array.from(labels), numClasses } as const;
          const cost = (z: Float64Array) =>
            labels.reduce((sum, y, i) => {
              const row = [...z.subarray(i * numClasses, (i + 1) * numClasses)];
              return sum + weights[y]! * (Math.log(row.reduce((total, each) => total + Math.exp(each), 0)) - row[y]!);
            }, 0) / labels.length;
          const { value, gradient } = valueAndGradient(weightedSoftmaxLoss(weights), logits, targets);
          const at = Float64Array.from(logits);
          expect(value).toBeCloseTo(cost(at), 3);
          for (let i = 0; i < at.length; i++) {
            const moved = (by: number) => cost(at.map((z, j) => (i === j ? z + by : z)));
            expect(gradient[i]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 3);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('balanced weights have all classes count the same together; wrong ones are refused', () => {
    const targets = { labels: Int32Array.of(0, 0, 0, 2, 1, 1) };
    const rows = Int32Array.of(0, 1, 2, 3);
    expect([...classWeights('balanced', rows, targets, ['a', 'b', 'c'])].map((weight) => weight.toFixed(4))).toEqual([
      (4 / 6).toFixed(4),
      '1.0000',
      '2.0000',
    ]);
    expect([...classWeights({ c: 5 }, rows, targets, ['a', 'b', 'c'])]).toEqual([1, 1, 5]);
    const refused = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => classWeights({ d: 1 }, rows, targets, ['a', 'b', 'c'])).toThrow(refused);
    expect(() => classWeights({ a: 0 }, rows, targets, ['a', 'b', 'c'])).toThrow(refused);
  });

  it('by hand', () => {
    const single = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 2 } as const;
    const logits = Float32Array.of(Math.log(4), 0, 1, 1);
    expect(valueAndGradient(softmaxLoss, logits, single).value).toBeCloseTo(-(Math.log(0.8) + Math.log(0.5)) / 2, 6);
    // Gradient: (softmax - one-hot) / B.
    const { gradient } = valueAndGradient(softmaxLoss, logits, single);
    for (const [i, expected] of [-0.1, 0.1, 0.25, -0.25].entries()) expect(gradient[i]).toBeCloseTo(expected, 6);
    // One row with two labels of equal probability 1/2: 2 log 2, the labels not being normalised.
    const multi = { kind: 'multi', labels: Uint8Array.of(1, 1), numClasses: 2 } as const;
    expect(valueAndGradient(multiHotLoss, Float32Array.of(3, 3), multi).value).toBeCloseTo(2 * Math.LN2, 6);
    expect(valueAndGradient(sigmoidLoss, Float32Array.of(0, 0), multi).value).toBeCloseTo(Math.LN2, 6);
  });

  it('agree with float64 references and leave nothing behind', () => {
    const before = numTensors();
    fc.assert(
      fc.property(cases, ({ logits, labels, flags, numClasses }) => {
        const rows = Int32Array.from(labels, (_, i) => i);
        const single = { kind: 'single', labels: Int32Array.from(labels), numClasses } as const;
        const multi = { kind: 'multi', labels: Uint8Array.from(flags), numClasses } as const;
        const prediction = { logits, rows, numClasses };
        expect(valueAndGradient(softmaxLoss, logits, single).value).toBeCloseTo(logLoss.compute(prediction, single), 4);
        expect(valueAndGradient(sigmoidLoss, logits, multi).value).toBeCloseTo(logLoss.compute(prediction, multi), 4);
        const expected = multiHotReference(logits, flags, numClasses);
        expect(valueAndGradient(multiHotLoss, logits, multi).value).toBeCloseTo(expected, 4);
      }),
      { numRuns: 40 },
    );
    expect(numTensors()).toBe(before);
  });

  it('gradients agree with central differences of the references', () => {
    fc.assert(
      fc.property(cases, ({ logits, labels, flags, numClasses }) => {
        const rows = Int32Array.from(labels, (_, i) => i);
        const single = { kind: 'single', labels: Int32Array.from(labels), numClasses } as const;
        const multi = { kind: 'multi', labels: Uint8Array.from(flags), numClasses } as const;
        const references: [Loss, Targets, (z: Float32Array) => number][] = [
          [softmaxLoss, single, (z) => logLoss.compute({ logits: z, rows, numClasses }, single)],
          [sigmoidLoss, multi, (z) => logLoss.compute({ logits: z, rows, numClasses }, multi)],
          [multiHotLoss, multi, (z) => multiHotReference(z, flags, numClasses)],
        ];
        for (const [loss, targets, reference] of references) {
          const { gradient } = valueAndGradient(loss, logits, targets);
          for (let i = 0; i < logits.length; i++) {
            const [up, down] = [logits.slice(), logits.slice()];
            up[i]! += 0.03;
            down[i]! -= 0.03;
            const slope = (reference(up) - reference(down)) / (up[i]! - down[i]!);
            expect(gradient[i]).toBeCloseTo(slope, 3);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuse targets of the other kind', () => {
    const single = { kind: 'single', labels: Int32Array.of(0), numClasses: 2 } as const;
    const multi = { kind: 'multi', labels: Uint8Array.of(1, 0), numClasses: 2 } as const;
    const logits = new Float32Array(2);
    const wrong = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => valueAndGradient(softmaxLoss, logits, multi)).toThrow(wrong);
    expect(() => valueAndGradient(sigmoidLoss, logits, single)).toThrow(wrong);
    expect(() => valueAndGradient(multiHotLoss, logits, single)).toThrow(wrong);
    expect([defaultLoss(single), defaultLoss(multi)]).toEqual([softmaxLoss, sigmoidLoss]);
  });
});
