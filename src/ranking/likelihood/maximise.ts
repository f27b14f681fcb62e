import { solvePositiveDefinite } from '../../compute/internal.js';
import { HeteroGraphError, type Pieces } from '../../core/index.js';
import { filledInformation } from './information.js';
import type { Likelihood } from './likelihood.js';

const MOST_STEPS = 200;
/** Parameters that move by less are at the maximum: after the last step of Newton's method the error is about its square. */
const TOLERANCE = 1e-8;
/** At the maximum no part of the gradient is larger, as a share of the likelihood. */
const FLAT = 1e-6;

/** Up to so many parameters a factorisation of the matrix is faster than products with it. */
const MOST_DIRECT = 256;

/**
 * The maximum of a concave function by Newton's method from a point, which is moved in place. The equations of each step are solved directly or, where they
 * are many, by conjugate gradients with the diagonal as preconditioner; directions in which nothing changes, such as adding a constant to all strengths, are left as they are.
 *
 * @throws {HeteroGraphError} DIVERGED
 */
export function* maximise(likelihood: Likelihood, point: Float64Array): Pieces<{ value: number; steps: number }> {
  const { size } = likelihood;
  const [gradient, step, trial, trialGradient] = Array.from({ length: 4 }, () => new Float64Array(size));
  let value = likelihood.moveTo(point, gradient!);
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    if (size <= MOST_DIRECT) solveDirectly(likelihood, gradient!, step!);
    else yield* solve(likelihood, gradient!, step!);
    const slope = dot(gradient!, step!);
    let scale = Math.min(1, 5 / largest(step!));
    for (;;) {
      for (let i = 0; i < size; i++) trial![i] = point[i]! + scale * step![i]!;
      const found = likelihood.moveTo(trial!, trialGradient!);
      // Near the maximum values differ by rounding alone, and the step is right.
      const isBetter = found >= value + 1e-4 * scale * slope - 1e-12 * (1 + Math.abs(value));
      if (isBetter || scale < 1e-10) {
        value = found;
        break;
      }
      scale /= 2;
    }
    point.set(trial!);
    gradient!.set(trialGradient!);
    if (scale === 1 && largest(step!) < TOLERANCE) {
      if (largest(gradient!) <= FLAT * (1 + Math.abs(value))) return { value, steps };
      break;
    }
    yield;
  }
  throw diverged();
}

function diverged(cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', 'No maximum of the likelihood was reached: strengths are too far apart.', {
    hint: 'Pass ridge: 0.1, which keeps strengths near each other.',
    cause,
  });
}

/** Solves -H x = g by a factorisation. */
function solveDirectly(likelihood: Likelihood, g: Float64Array, x: Float64Array): void {
  x.set(g);
  try {
    solvePositiveDefinite(filledInformation(likelihood), g.length, x, 1);
  } catch (cause) {
    if (cause instanceof HeteroGraphError && cause.code === 'NOT_POSITIVE_DEFINITE') throw diverged(cause);
    throw cause;
  }
}

/** Solves -H x = g step by step, without the matrix. */
function* solve(likelihood: Likelihood, g: Float64Array, x: Float64Array): Pieces<void> {
  const n = g.length;
  const [residual, scaled, along, bent, diagonal] = Array.from({ length: 5 }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  likelihood.diagonal(diagonal);
  x.fill(0);
  residual.set(g);
  const precondition = () => {
    for (let i = 0; i < n; i++) scaled[i] = diagonal[i]! > 0 ? residual[i]! / diagonal[i]! : 0;
  };
  precondition();
  along.set(scaled);
  let product = dot(residual, scaled);
  // The nearer the maximum, the more exactly, so that the number of right digits still doubles.
  const enough = product * Math.min(0.01, product);
  for (let round = 0; round < 4 * n + 20 && product > enough && product > 0; round++) {
    likelihood.curvature(along, bent);
    const curvature = dot(along, bent);
    if (!(curvature > 0)) break;
    const length = product / curvature;
    for (let i = 0; i < n; i++) {
      x[i]! += length * along[i]!;
      residual[i]! -= length * bent[i]!;
    }
    precondition();
    const next = dot(residual, scaled);
    const ratio = next / product;
    for (let i = 0; i < n; i++) along[i] = scaled[i]! + ratio * along[i]!;
    product = next;
    yield;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
