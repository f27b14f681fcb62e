import { solvePositiveDefinite } from '../../compute/internal.js';
import { filledInformation } from '../likelihood/information.js';
import type { UnitLikelihood } from '../likelihood/likelihood.js';

/** Units of a contestant below which they do not tell how much it varies among units. */
export const FEW_UNITS = 20;

/** Where what is known of strengths comes from: how sharp the maximum is, or also how much the tasks differ. */
export type CovarianceKind = 'information' | 'sandwich';

/**
 * Covariance of strengths with a mean of 0, [count, count], at the maximum of a likelihood. `information` is the inverse of the matrix of second
 * derivatives, which holds where the model does; `sandwich` has the scores of the units between two of it, which holds where units are independent and many.
 * The scores of a contestant's own few units add up to nothing at the maximum, so that below {@link FEW_UNITS} its variance is at least that of `information`. O(n^3).
 *
 * @param ridge that is part of the likelihood: a unit of its own for each strength
 * @param units of each contestant, [count]
 * @see Huber, "The behavior of maximum likelihood estimates under nonstandard conditions", Berkeley Symposium 1967; White, Econometrica 1982
 */
export function covarianceOf(
  likelihood: UnitLikelihood,
  count: number,
  kind: CovarianceKind,
  ridge: number,
  units: Int32Array,
): Float64Array {
  const { size, numUnits, numChoices } = likelihood;
  const information = filledInformation(likelihood);
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) inverse[i * size + i] = 1;
  solvePositiveDefinite(information, size, inverse, size);
  if (kind === 'information') return centred(inverse, size, count);
  const scores = new Float64Array(size * size);
  for (let i = 0; i < count; i++) scores[i * size + i] = ridge;
  likelihood.eachScore((parameters, values) => {
    for (let a = 0; a < parameters.length; a++) {
      for (let b = 0; b < parameters.length; b++)
        scores[parameters[a]! * size + parameters[b]!]! += values[a]! * values[b]!;
    }
  });
  // Few units, and parameters that use some of the choices up (as for clustered errors of regressions).
  const small = (numUnits / Math.max(1, numUnits - 1)) * ((numChoices - 1) / Math.max(1, numChoices - size + 1));
  const product = multiply(multiply(inverse, scores, size), inverse, size);
  const out = centred(product, size, count).map((value) => value * small);
  const model = centred(inverse, size, count);
  for (let i = 0; i < count; i++) {
    const at = i * count + i;
    if (units[i]! < FEW_UNITS) out[at] = Math.max(out[at]!, model[at]!);
  }
  return out;
}

/** C V C of the first `count` rows and columns, where C takes the mean off. */
function centred(values: Float64Array, size: number, count: number): Float64Array {
  const out = new Float64Array(count * count);
  for (let i = 0; i < count; i++) out.set(values.subarray(i * size, i * size + count), i * count);
  const means = new Float64Array(count);
  let mean = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) means[i]! += out[i * count + j]! / count;
    mean += means[i]! / count;
  }
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) out[i * count + j]! += mean - means[i]! - means[j]!;
  return out;
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * b[k * n + j]!;
    }
  }
  return out;
}
