import { HeteroGraphError, option } from '../../core/index.js';
import type { NetworkSettings } from './settings.js';

/** What models with attention can be told besides. */
export interface AttentionSettings extends NetworkSettings {
  /** They divide `hidden`. */
  readonly heads: number;
  /** Of attention weights, as a fraction. */
  readonly attentionDropout: number;
}

export const attentionSettings = { heads: option.count, attentionDropout: option.rate };

/** @throws {HeteroGraphError} INVALID_OPTION where the heads do not divide the width */
export function checkHeadsOf({ heads, hidden }: Pick<AttentionSettings, 'heads' | 'hidden'>): void {
  if (hidden % heads === 0) return;
  throw new HeteroGraphError('INVALID_OPTION', `${heads} heads do not divide the width ${hidden}.`, {
    column: 'settings.heads',
    hint: 'Choose a width `hidden` that is a multiple of the heads.',
  });
}
