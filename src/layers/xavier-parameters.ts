import { RandomStream } from '../core/index.js';
import { Parameter } from '../tensor/index.js';
import type { LayerOptions } from './layer.js';

/**
 * Makes parameters of a layer, `LAYER/PATH`, with Xavier normal values from the stream (seed, 'init', LAYER, ...PATH).
 *
 * @example
 * const normal = xavierParameters({ name, seed });
 * const weight = normal(['weight'], [d, h], d, h);
 */
export function xavierParameters({ name, seed }: LayerOptions) {
  return (path: readonly string[], shape: readonly number[], fanIn: number, fanOut: number): Parameter => {
    const stream = new RandomStream(seed, 'init', name, ...path);
    return Parameter.xavierNormal([name, ...path].join('/'), shape, fanIn, fanOut, stream);
  };
}
