import { RandomStream } from '../core/index.js';
import { Parameter } from '../tensor/index.js';
import type { LayerOptions } from './layer.js';

/** How weights start, with the variance 2 / (fanIn + fanOut) (Glorot and Bengio, AISTATS 2010). */
export type Initial = 'normal' | 'uniform';

/**
 * Makes parameters of a layer, `LAYER/PATH`, with Xavier values from the stream (seed, 'init', LAYER, ...PATH).
 *
 * @param initial default 'normal'
 * @example
 * const normal = xavierParameters({ name, seed });
 * const weight = normal(['weight'], [d, h], d, h);
 */
export function xavierParameters({ name, seed }: LayerOptions, initial?: Initial) {
  return (path: readonly string[], shape: readonly number[], fanIn: number, fanOut: number): Parameter => {
    const stream = new RandomStream(seed, 'init', name, ...path);
    const fill = (values: Float32Array) => fillXavier(values, { fanIn, fanOut }, stream, initial);
    return new Parameter([name, ...path].join('/'), shape, fill);
  };
}

/** Fills values as weights start. */
export function fillXavier(
  values: Float32Array,
  { fanIn, fanOut }: { readonly fanIn: number; readonly fanOut: number },
  stream: RandomStream,
  initial: Initial = 'normal',
): void {
  const deviation = Math.sqrt(2 / (fanIn + fanOut));
  if (initial === 'normal') stream.fillNormal(values, deviation);
  else for (let i = 0; i < values.length; i++) values[i] = Math.sqrt(3) * deviation * (2 * stream.next() - 1);
}
