import { RandomStream } from '../core/index.js';
import { embeddingLookup, Parameter, type Tensor2D } from '../tensor/index.js';
import type { Layer, LayerOptions } from './layer.js';

export interface EmbeddingOptions extends LayerOptions {
  /** N. */
  readonly numRows: number;
  /** D. */
  readonly width: number;
}

/** A learned vector per node, for nodes without features: rows [B] -> [B, D]. Values start normal, with variance 1 / D. */
export class Embedding implements Layer<readonly [rows: Int32Array]> {
  readonly parameters: readonly Parameter[];
  readonly #table: Parameter;

  constructor({ name, seed, numRows, width }: EmbeddingOptions) {
    const stream = new RandomStream(seed, 'init', name);
    this.#table = new Parameter(`${name}/table`, [numRows, width], (values) =>
      stream.fillNormal(values, Math.sqrt(1 / width)),
    );
    this.parameters = [this.#table];
  }

  /** @throws {HeteroGraphError} ROW_OUT_OF_RANGE */
  forward(rows: Int32Array): Tensor2D {
    return embeddingLookup(this.#table.value, rows);
  }

  dispose(): void {
    this.#table.dispose();
  }
}
