import type { ApeGradients } from './gradient.js';
import type { ApeParameters } from './parameters.js';
import type { ApeSettings } from './settings.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Moments of Adam (Kingma and Ba, 2015), shaped as the parameters. */
export interface AdamState {
  steps: number;
  readonly vectors: readonly [Float32Array, Float32Array];
  readonly biases: readonly [Float32Array, Float32Array];
  readonly weights: readonly [Float32Array, Float32Array];
  readonly constant: readonly [Float32Array, Float32Array];
}

export function adamState({ vectors, biases, weights, constant }: ApeParameters): AdamState {
  const pair = ({ length }: { length: number }) => [new Float32Array(length), new Float32Array(length)] as const;
  return { steps: 0, vectors: pair(vectors), biases: pair(biases), weights: pair(weights), constant: pair(constant) };
}

/** A step, and gradients of 0 for the next. Vectors that no event touched stay as they are, with their moments. */
export function adamStep(
  parameters: ApeParameters<Float32Array>,
  sums: ApeGradients,
  state: AdamState,
  { weightDecay, weightShrinkage, weightConstraint, valueTerms }: ApeSettings,
  learningRate: number,
): void {
  state.steps++;
  const firstScale = 1 / (1 - BETA1 ** state.steps);
  const secondScale = 1 / (1 - BETA2 ** state.steps);
  const { dimension } = parameters;
  const move = (
    values: Float32Array,
    gradients: ApeGradients['vectors'],
    [first, second]: AdamState['vectors'],
    [from, to]: readonly [number, number],
    decay: number,
  ) => {
    for (let x = from; x < to; x++) {
      const gradient = gradients[x]! + decay * values[x]!;
      gradients[x] = 0;
      first[x] = BETA1 * first[x]! + (1 - BETA1) * gradient;
      second[x] = BETA2 * second[x]! + (1 - BETA2) * gradient * gradient;
      values[x]! -= (learningRate * first[x]! * firstScale) / (Math.sqrt(second[x]! * secondScale) + EPSILON);
    }
  };
  for (let at = 0; at < sums.numRows; at++) {
    const row = sums.rows[at]!;
    sums.touched[row] = 0;
    move(parameters.vectors, sums.vectors, state.vectors, [row * dimension, (row + 1) * dimension], weightDecay);
    if (valueTerms) move(parameters.biases, sums.biases, state.biases, [row, row + 1], 0);
    else sums.biases[row] = 0;
  }
  sums.numRows = 0;
  move(parameters.weights, sums.weights, state.weights, [0, parameters.weights.length], weightDecay);
  move(parameters.constant, sums.constant, state.constant, [0, 1], 0);
  shrink(parameters.weights, learningRate * weightShrinkage, weightConstraint);
}

/** Moves weights to 0 by at most `by`, and those that may not be below it to 0. */
function shrink(weights: Float32Array, by: number, constraint: ApeSettings['weightConstraint']): void {
  for (let pair = 0; pair < weights.length; pair++) {
    const weight = weights[pair]!;
    if (constraint === 'softplus') weights[pair] = weight - by;
    else if (weight >= 0) weights[pair] = Math.max(0, weight - by);
    else weights[pair] = constraint === 'clip' ? 0 : Math.min(0, weight + by);
  }
}
