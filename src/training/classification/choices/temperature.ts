import { logLoss } from '../metrics/log-loss.js';
import type { Prediction, Targets } from '../types.js';

/** Logits are divided by a temperature in this range. */
const [LOWEST, HIGHEST] = [1e-3, 1e3];
const STEPS = 60;

/**
 * The temperature by which logits are divided so that their log loss is smallest (Guo et al., "On Calibration of Modern Neural Networks",
 * ICML 2017): probabilities become less sure above 1 and surer below; no decision and no rank changes. The loss has one minimum over 1 / T, which
 * golden sections find on a logarithmic scale, where it stays the only one.
 */
export function fitTemperature(prediction: Prediction, targets: Targets): number {
  const lossAt = (log: number) => logLoss.compute(tempered(prediction, Math.exp(log)), targets);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossA, lossB] = [lossAt(a), lossAt(b)];
  for (let step = 0; step < STEPS; step++) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - ratio * (high - low);
      lossA = lossAt(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + ratio * (high - low);
      lossB = lossAt(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** A prediction whose logits are divided by a temperature. */
export function tempered(prediction: Prediction, temperature: number): Prediction {
  return { ...prediction, logits: prediction.logits.map((z) => z / temperature) };
}
