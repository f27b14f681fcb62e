import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions, wrongArgument } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { listed } from './fitted-on.js';
import type { Embedding, SavedModel } from './types.js';

/** What makes vectors of features and edges, and so of nodes that were not there when it was learned. */
export interface NodeEncoder {
  /** Vectors of the nodes of a graph, by type [N, width]. @throws {HeteroGraphError} MODEL_MISMATCH; ABORTED */
  valuesOn(graph: HeteroGraph, run: RunOptions): Promise<ReadonlyMap<string, Float32Array>>;
  /** Plain data that it can be made from again. */
  readonly saved: SavedEncoder;
}

/** An encoder as a saved folder holds it. */
export type SavedEncoder = Pick<SavedModel, 'settings' | 'seed' | 'state' | 'parameters' | 'weights'>;

const runSchema = z.strictObject(option.runOptions);

/** Vectors of the nodes of several types, learned without labels, by type [N, width], row-major. */
export class NodeEmbeddings {
  /** The model that made them. */
  readonly model: string;
  readonly width: number;
  /** Of vectors that follow from features and edges; undefined where every node learned its own. */
  readonly encoder: NodeEncoder | undefined;
  readonly #values: ReadonlyMap<string, Float32Array>;

  /** @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH where values make no whole rows */
  constructor(model: string, width: number, values: ReadonlyMap<string, Float32Array>, encoder?: NodeEncoder) {
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
    this.encoder = encoder;
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

  /**
   * Vectors of the nodes of another graph with the same node types, feature widths and relations: one with further nodes, or quite another.
   * Nodes of types without features have learned a vector each; the graph must have the same of these.
   *
   * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL where every vector was learned by itself, as of metapath2vec; MODEL_MISMATCH naming the
   *   first difference; ABORTED
   * @example
   * const later = await embeddings.ofGraph(graphWithNewcomers);
   */
  async ofGraph(graph: HeteroGraph, run: RunOptions = {}): Promise<NodeEmbeddings> {
    expectGraph(graph);
    checkOptions(runSchema, run);
    const { encoder, model, width } = this;
    if (encoder) return new NodeEmbeddings(model, width, await encoder.valuesOn(graph, run), encoder);
    throw new HeteroGraphError(
      'UNSUPPORTED_BY_MODEL',
      `The model ${model} has vectors of the nodes it learned alone.`,
      {
        hint: 'Use a message-passing model, such as sage, or learn again.',
      },
    );
  }
}
