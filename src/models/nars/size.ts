import type { InputShape, NetworkTarget } from '../precomputed/kind.js';
import { OF_LABELS } from './inputs.js';
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
  const ofLabels = shapes.filter(({ name }) => name.startsWith(OF_LABELS));
  const widths = [
    ...shapes.slice(ofLabels.length).map(() => width),
    // Those of all metapaths go through one perceptron.
    ...ofLabels.slice(0, 1).map((shape) => shape.width),
  ];
  const hops = widths.length;
  return {
    parameters: hops * (1 + each) + 1 + each,
    weights:
      shapes.reduce((sum, shape) => sum + shape.width, 0) +
      widths.reduce((sum, from) => sum + perceptron(from, hidden), 0) +
      1 +
      perceptron(hops * hidden, numClasses),
  };
}
