import { type Pieces, RandomStream } from '../../core/index.js';
import { type Preferences, weightUnits } from '../input/preferences.js';
import type { Fit, Method, MethodSettings } from '../methods/method.js';

/**
 * Strengths of the same orders with random weights of their tasks, [resamples, count]: Rubin's bootstrap, whose weights are exponential. No task is ever
 * left out, so that whoever can be ranked with all tasks can be ranked with each of these.
 *
 * @see Rubin, "The Bayesian bootstrap", Annals of Statistics 1981
 */
export function* bootstrap(
  method: Method,
  preferences: Preferences,
  fit: Fit,
  settings: MethodSettings,
  resamples: number,
  onDone: (done: number) => void,
): Pieces<Float64Array> {
  const n = preferences.names.length;
  const out = new Float64Array(resamples * n);
  const weights = new Float64Array(preferences.numUnits);
  for (let draw = 0; draw < resamples; draw++) {
    const stream = new RandomStream(settings.seed, 'ranking', 'bootstrap', draw);
    let sum = 0;
    for (let u = 0; u < weights.length; u++) {
      weights[u] = -Math.log1p(-stream.next());
      sum += weights[u]!;
    }
    for (let u = 0; u < weights.length; u++) weights[u]! = Math.max((weights[u]! * weights.length) / sum, 1e-12);
    const found = yield* method.fit(weightUnits(preferences, weights), settings, fit.point);
    out.set(found.strengths, draw * n);
    onDone(draw + 1);
    yield;
  }
  return out;
}
