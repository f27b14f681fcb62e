import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { type LayerOptions, layerSchema, parametersOf } from '../layer.js';
import { Linear } from '../linear.js';
import { type HeteroTensors, inputOf } from '../messages/hetero-layer.js';

export interface HeteroLinearOptions extends LayerOptions {
  /** Input width by node type: those that the layer maps. */
  readonly inputWidths: ReadonlyMap<string, number>;
  /** H. */
  readonly outputWidth: number;
}

const optionsSchema = z.strictObject({
  ...layerSchema,
  inputWidths: z.custom<ReadonlyMap<string, number>>((value) => value instanceof Map, 'a Map of widths by node type'),
  outputWidth: option.count,
});

/** A linear map of its own for every node type: [N, D of the type] -> [N, H]. */
export class HeteroLinear {
  readonly parameters;
  readonly #maps: ReadonlyMap<string, Linear>;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HeteroLinearOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidths, outputWidth } = options;
    this.#maps = new Map(
      [...inputWidths].map(([type, inputWidth]) => {
        return [type, new Linear({ name: `${name}/${type}`, seed, inputWidth, outputWidth })];
      }),
    );
    this.parameters = parametersOf([...this.#maps.values()]);
  }

  /** Of the mapped types alone. @throws {HeteroGraphError} MISSING_FEATURES, SHAPE_MISMATCH */
  forward(x: HeteroTensors): HeteroTensors {
    return new Map([...this.#maps].map(([type, map]) => [type, map.forward(inputOf(x, type))]));
  }

  dispose(): void {
    for (const map of this.#maps.values()) map.dispose();
  }
}
