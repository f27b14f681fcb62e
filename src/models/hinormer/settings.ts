import type { NetworkSettings } from '../network/settings.js';

/** `layers` are those of the transformer; `hidden` is the width of all heads together. */
export interface HinormerSettings extends NetworkSettings {
  /** They divide `hidden`. */
  readonly heads: number;
  /** Graph convolutions before the transformer, of states and of relations alike. */
  readonly encoderLayers: number;
  /**
   * Whether the target's input states go past convolutions and transformer, too, times a learned number a column that starts at 0. The
   * convolutions have no loops, so that else a node's own features come to it by way of its neighbours alone. The authors' have it not; default
   * false, where there is no preset true.
   */
  readonly residual?: boolean;
  /** L: nodes of a sequence, the target included. */
  readonly sequenceLength: number;
  /** Weight of the relations in the scores. */
  readonly beta: number;
  /** What scores are divided by before the softmax. */
  readonly temperature: number;
}

/** Numbers of a tensor of one batch, 100 MB: a step of training has up to 25 of them in memory. */
const BATCH_NUMBERS = 2.5e7;

/** Rows whose sequences and attention weights are in memory at once. */
export function rowsAtOnce({ sequenceLength, hidden, heads }: HinormerSettings): number {
  return Math.max(1, Math.floor(BATCH_NUMBERS / (sequenceLength * Math.max(hidden, heads * sequenceLength))));
}
