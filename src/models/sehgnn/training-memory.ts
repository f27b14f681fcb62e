import { getPool } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { propagationInput } from '../../propagation/index.js';
import { metapathShapes, NUMBER_LABELS } from '../../propagation/internal.js';
import { getBackend } from '../../tensor/index.js';
import type { Problem } from '../core/types.js';
import { type Hops, widths } from './choose-hops.js';
import type { SeHgnnSettings } from './settings.js';
import { sehgnnSize } from './size.js';

/** Tensors [B, M H] that a step holds at its peak, measured: of the fusion and what follows it, and of every projection layer. */
const COPIES = 15;
const COPIES_OF_LAYER = 9;

/** More than anybody trains on. */
const MAX_CHANNELS = 1 << 12;

/**
 * Bytes of a training step: those of weights with their gradients and two moments, and of every row of a batch but its
 * inputs, which are sparse more often than not.
 *
 * @throws {HeteroGraphError} TOO_LARGE
 */
export function trainingMemory(problem: Problem, settings: SeHgnnSettings, { hops, labelHops }: Hops) {
  const { graph, nodeType } = problem;
  const input = propagationInput(graph, nodeType, settings.relations);
  const features = metapathShapes(input, hops, widths(input, settings));
  const labels = metapathShapes(input, labelHops, () => 0).slice(1);
  const numLabels = settings.labels ? labels.reduce((sum, { returning }) => sum + returning, 0) : 0;
  const width = features.reduce((sum, shape) => sum + shape.width, 0);
  const channels = features.reduce((sum, { paths }) => sum + paths, 0) + numLabels;
  if (channels > MAX_CHANNELS) {
    throw new HeteroGraphError('TOO_LARGE', `There would be ${channels} metapaths, each an input.`, {
      type: nodeType,
      column: 'hops',
      hint: 'Ask for fewer hops, or name fewer relations.',
    });
  }
  const numClasses = problem.kind === 'regression' ? 1 : problem.targets.numClasses;
  const labelWidth = problem.kind === 'regression' ? NUMBER_LABELS : numClasses;
  const shapes = Array.from({ length: channels }, (_, i) => ({
    name: i === 0 ? nodeType : '',
    width: i === 0 ? width + numLabels * labelWidth : 0,
  }));
  const { weights } = sehgnnSize(shapes, { nodeType, numClasses }, settings);
  const state = channels * Math.max(settings.hidden, settings.embed);
  return { fixed: 16 * weights, perRow: 4 * state * (COPIES + COPIES_OF_LAYER * settings.projectionLayers) };
}

/** The largest batch that leaves a tenth of the kernels' memory free, at least 1. */
export function batchThatFits(asked: Problem, settings: SeHgnnSettings, hops: Hops): number {
  const { fixed, perRow } = trainingMemory(asked, settings, hops);
  return Math.max(1, Math.floor((0.9 * getPool().arena.stats().limit - fixed) / perRow));
}

/**
 * Refuses a batch that a step could not hold; on other backends than `threads` it is not known.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY, TOO_LARGE
 */
export function checkTrainingMemory(asked: Problem, settings: SeHgnnSettings, hops: Hops): void {
  if (getBackend() !== 'threads') return;
  const { fixed, perRow } = trainingMemory(asked, settings, hops);
  const bytes = fixed + perRow * Math.min(settings.batchSize, asked.split.train.length);
  const { limit } = getPool().arena.stats();
  if (bytes <= limit) return;
  throw new HeteroGraphError('OUT_OF_MEMORY', `A training step would take about ${bytes} bytes of ${limit}.`, {
    type: asked.nodeType,
    column: 'batchSize',
    hint: `Set batchSize to ${batchThatFits(asked, settings, hops)} or less, or a smaller hidden, embed or hops.`,
  });
}
