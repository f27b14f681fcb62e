import type { GroupFile } from './group-file.js';

/** One input of the encoder: `values` [rows, hops, width]. */
export interface FeatureGroup<Values = Float32Array> {
  readonly name: string;
  readonly relation: string;
  readonly parity: 'odd' | 'even' | 'label';
  /** K_g. */
  readonly hops: number;
  /** D_g. */
  readonly width: number;
  readonly values: Values;
}

/** In the arena, or in a file that is read by rows. */
export type GroupValues = Float32Array | GroupFile;
