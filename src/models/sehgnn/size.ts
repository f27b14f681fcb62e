import type { InputShape, NetworkTarget } from '../precomputed/kind.js';
import { attentionWidth } from './network.js';
import type { SeHgnnSettings } from './settings.js';

/**
 * Parameters and weights of the network, from shapes alone: per channel its embedding and linear maps; per projection layer a norm over
 * all channels and a slope; three maps and gamma of the fusion; the map that joins the channels; the layers of the task.
 */
export function sehgnnSize(
  shapes: readonly InputShape[],
  { nodeType, numClasses }: NetworkTarget,
  { embed, hidden, projectionLayers, taskLayers, joinedNorm, residual }: SeHgnnSettings,
): { readonly parameters: number; readonly weights: number } {
  const channels = shapes.length;
  const narrow = attentionWidth(hidden);
  const hasResidual = residual && shapes.some(({ name }) => name === nodeType);
  const width = shapes.reduce((sum, shape) => sum + shape.width, 0);
  const linear = (from: number, to: number) => (from + 1) * to;
  const projections =
    channels * (linear(embed, hidden) + (projectionLayers - 1) * linear(hidden, hidden)) +
    projectionLayers * (2 * channels * hidden + 1);
  const fusion = 2 * linear(hidden, narrow) + linear(hidden, hidden) + 1;
  const task = (taskLayers - 1) * (linear(hidden, hidden) + 2 * hidden + 1) + linear(hidden, numClasses);
  return {
    parameters:
      channels +
      projectionLayers * (2 * channels + 3) +
      7 +
      2 +
      Number(hasResidual) +
      (joinedNorm ? 2 : 0) +
      1 +
      5 * (taskLayers - 1) +
      2,
    weights:
      width * embed +
      projections +
      fusion +
      linear(channels * hidden, hidden) +
      (hasResidual ? embed * hidden : 0) +
      (joinedNorm ? 2 * hidden : 0) +
      1 +
      task,
  };
}
