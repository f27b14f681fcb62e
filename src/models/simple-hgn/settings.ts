import type { AttentionSettings } from '../network/attention-settings.js';

/** `hidden` is the width of each head; `layers` counts the last one, which gives the scores. */
export interface SimpleHgnSettings extends AttentionSettings {
  /** Width of the vectors of relations. */
  readonly relationWidth: number;
  /** Share of the attention of the layer before. */
  readonly attentionResidual: number;
}
