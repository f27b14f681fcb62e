import type { RpHgnnOptions } from '../../propagation/index.js';
import type { NumberScale } from '../core/number-scale.js';
import type { RpHgnnSettings } from './settings.js';

interface Rows {
  readonly nodeType: string;
  readonly labelColumn?: string;
  readonly rows: Int32Array;
  /** Rows whose labels are an input, where the settings want labels. */
  readonly trainRows: Int32Array;
  /** Of labels that are numbers. */
  readonly scale?: NumberScale | undefined;
  readonly seed: number;
}

/** Options of the pre-computation that the settings ask for. */
export function propagationOptions(
  settings: RpHgnnSettings,
  { nodeType, labelColumn, rows, trainRows, scale, seed }: Rows,
): RpHgnnOptions {
  const { hops, useInput, embeddingWidth, inputWidth, relations, projection = 'very-sparse', labels } = settings;
  return {
    ...{ target: nodeType, rows, hops, useInput, embeddingWidth, inputWidth, relations, projection, seed },
    labels: labels && {
      ...{ ...labels, trainRows },
      ...(labelColumn === undefined ? {} : { column: labelColumn }),
      ...(scale === undefined ? {} : { scale: { mean: scale.mean, deviation: scale.deviation || 1 } }),
    },
  };
}
