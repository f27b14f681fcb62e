import type { InputShape, NetworkTarget } from '../precomputed/kind.js';
import type { NarsSettings } from './settings.js';

/** Parameters and weights of the network, from shapes alone: per hop the weights of subsets and a perceptron; a slope; the last perceptron. */
export function narsSize(
  shapes: readonly InputShape[],
  { numClasses }: NetworkTarget,
  { width, hidden, layers }: NarsSettings,
): { readonly parameters: number; readonly weights: number } {
  const linear = (from: number, to: number) => (from + 1) * to;
  /** Of a perceptron: its first and last layer, those between, a slope for each but the last. */
  const perceptron = (from: number, to: number) =>
    layers === 1
      ? linear(from, to)
      : linear(from, hidden) + (layers - 2) * linear(hidden, hidden) + linear(hidden, to) + layers - 1;
  const each = 3 * layers - 1;
  const hops = shapes.length;
  return {
    parameters: hops * (1 + each) + 1 + each,
    weights:
      shapes.reduce((sum, shape) => sum + shape.width, 0) +
      hops * perceptron(width, hidden) +
      1 +
      perceptron(hops * hidden, numClasses),
  };
}
