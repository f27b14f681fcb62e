import { maximise } from '../likelihood/maximise.js';
import { PlackettLuceLikelihood } from '../likelihood/plackett-luce-likelihood.js';
import { withRidge } from '../likelihood/ridge.js';
import { centre } from './centre.js';
import type { Method } from './method.js';

/**
 * The maximum of the likelihood of Plackett and Luce: strengths are logarithms with a mean of 0, and among those that are left the next is chosen with
 * a probability proportional to exp(strength). Contestants that are tied are chosen as a set.
 *
 * @see Plackett, "The analysis of permutations", Applied Statistics 1975; Hunter, "MM algorithms for generalized Bradley-Terry models", Annals of Statistics 2004
 */
export const plackettLuce: Method = {
  name: 'plackett-luce',
  isLikelihood: true,
  ties: 'none',
  unit: 'log strength, mean 0',
  *fit(preferences, { ridge }, start) {
    const count = preferences.names.length;
    const likelihood = withRidge(new PlackettLuceLikelihood(preferences), ridge);
    const point = start?.slice() ?? new Float64Array(count);
    if (preferences.weights.length > 0) yield* maximise(likelihood, point);
    centre(point, count);
    return { strengths: point, point, likelihood, remarks: [] };
  },
};
