import { checkRows, HeteroGraphError, wrongArgument } from '../../core/index.js';
import { listed } from './fitted-on.js';
import type { Embedding } from './types.js';

/** Vectors of the nodes of several types, learned without labels, by type [N, width], row-major. */
export class NodeEmbeddings {
  /** The model that made them. */
  readonly model: string;
  readonly width: number;
  readonly #values: ReadonlyMap<string, Float32Array>;

  /** @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH where values make no whole rows */
  constructor(model: string, width: number, values: ReadonlyMap<string, Float32Array>) {
    if (!(values instanceof Map)) throw wrongArgument(values, 'values', 'a Map of arrays by node type');
    for (const [type, { length }] of values) {
      if (Number.isInteger(length / width)) continue;
      throw new HeteroGraphError('SHAPE_MISMATCH', `${length} values make no rows of ${width}.`, {
        type,
        hint: 'Give width values a node.',
      });
    }
    this.model = model;
    this.width = width;
    this.#values = values;
  }

  get nodeTypes(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** @throws {HeteroGraphError} UNKNOWN_TYPE */
  numNodes(nodeType: string): number {
    return this.valuesOf(nodeType).length / this.width;
  }

  /**
   * Vectors of nodes, [rows, width].
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE where the type has none; WRONG_DTYPE, INDEX_OUT_OF_RANGE
   */
  embed(nodeType: string, rows: Int32Array): Embedding {
    const all = this.valuesOf(nodeType);
    const { width } = this;
    checkRows(rows, all.length / width, 'rows', { type: nodeType });
    const values = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) values.set(all.subarray(row * width, (row + 1) * width), i * width);
    return { values, width };
  }

  /** Vectors of all nodes of a type, without a copy, [N, width]. @throws {HeteroGraphError} UNKNOWN_TYPE */
  valuesOf(nodeType: string): Float32Array {
    const values = this.#values.get(nodeType);
    if (values) return values;
    throw new HeteroGraphError('UNKNOWN_TYPE', `There are no embeddings of the node type "${nodeType}".`, {
      type: nodeType,
      hint: `There are some of ${listed(this.nodeTypes)}.`,
    });
  }
}
