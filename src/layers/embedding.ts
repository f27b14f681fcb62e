import * as z from 'zod/mini';
import { checkOptions, option, RandomStream } from '../core/index.js';
import { embeddingLookup, Parameter, type Tensor2D } from '../tensor/index.js';
import { type Layer, type LayerOptions, layerSchema } from './layer.js';

export interface EmbeddingOptions extends LayerOptions {
  /** N. */
  readonly numRows: number;
  /** D. */
  readonly width: number;
}

const optionsSchema = z.strictObject({ ...layerSchema, numRows: option.countFrom(0), width: option.count });

/** A learned vector per node, for nodes without features: rows [B] -> [B, D]. Values start normal, with variance 1 / D. */
export class Embedding implements Layer<readonly [rows: Int32Array]> {
  readonly parameters: readonly Parameter[];
  readonly #table: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: EmbeddingOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, numRows, width } = options;
    const stream = new RandomStream(seed, 'init', name);
    this.#table = new Parameter(`${name}/table`, [numRows, width], (values) =>
      stream.fillNormal(values, Math.sqrt(1 / width)),
    );
    this.parameters = [this.#table];
  }

  /** @throws {HeteroGraphError} WRONG_DTYPE, INDEX_OUT_OF_RANGE */
  forward(rows: Int32Array): Tensor2D {
    return embeddingLookup(this.#table.value, rows);
  }

  dispose(): void {
    this.#table.dispose();
  }
}
