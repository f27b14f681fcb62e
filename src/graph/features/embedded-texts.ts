import type { DenseMatrix } from '../../core/index.js';

/** Vectors of the texts of a graph, by `embedTexts`. */
export interface EmbeddedTexts {
  /** Of the embedder. */
  readonly name: string;
  readonly width: number;
  /** By node type and column, [N, width]; zeros where there is no text. */
  readonly matrices: Readonly<Record<string, Readonly<Record<string, DenseMatrix>>>>;
}
