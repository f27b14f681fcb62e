import { RandomStream, type SparseMatrix } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { HeteroTensors, NodeTable } from '../../layers/index.js';
import {
  add,
  gatherRows,
  linear,
  Parameter,
  SparseOperand,
  spmm,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import type { NetworkSettings } from './settings.js';

/** How a node type enters the network: its features, or a learned vector per node. */
export interface InputShape {
  readonly name: string;
  /** Width of the features; null where there are vectors per node. */
  readonly width: number | null;
  /** Nodes, where there are vectors per node; else null: any. */
  readonly numNodes: number | null;
  /** Where columns are read one by one: their names and widths, which add up to that of the features. */
  readonly modalities?: readonly { readonly name: string; readonly width: number }[];
}

/** Some nodes of a graph. */
export interface GraphPart {
  /** By node type, their rows in the graph. */
  readonly nodes: ReadonlyMap<string, Int32Array>;
  /** Their sparse features, of the node types that have such. */
  readonly sparse: ReadonlyMap<string, SparseOperand>;
}

/**
 * @param types that the network reads
 * @param targets what the network is for
 */
export function inputShapes(
  graph: HeteroGraph,
  types: readonly string[],
  targets: readonly string[],
  { inputFeatures }: Pick<NetworkSettings, 'inputFeatures'>,
): InputShape[] {
  return types.map((name) => {
    const isRead = inputFeatures === 'all' || (inputFeatures === 'target' && targets.includes(name));
    const features = isRead ? graph.features(name) : undefined;
    if (features && features.width > 0) return { name, width: features.width, numNodes: null };
    return { name, width: null, numNodes: graph.numNodes(name) };
  });
}

/** The types whose nodes have vectors of their own. */
export function withoutFeatures(inputs: readonly InputShape[]): string[] {
  return inputs.filter(({ numNodes }) => numNodes !== null).map(({ name }) => name);
}

/** @param hasOwnVectors whether the layers have vectors of their own for types without features, which the encoder then leaves out */
export function enteringOf(inputs: readonly InputShape[], hasOwnVectors: boolean) {
  const isEncoded = ({ width }: InputShape) => width !== null || !hasOwnVectors;
  const left = inputs.filter((input) => !isEncoded(input));
  return {
    encoded: inputs.filter(isEncoded),
    ownVectors: new Map(left.map(({ name, numNodes }) => [name, numNodes!])),
  };
}

/** What gives the states that the first layer reads: [N, H] of every node type. */
export interface StateEncoder {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  /**
   * The caller tidies.
   *
   * @param part nodes to encode; default all
   */
  forward(part?: GraphPart): HeteroTensors;
  dispose(): void;
}

/** How nodes enter a network, where that is not by one matrix of features. */
export interface NetworkInputs<S extends NetworkSettings> {
  /**
   * Of the node types that the network reads.
   *
   * @param targets what the network is for
   * @throws {HeteroGraphError}
   */
  shapes(graph: HeteroGraph, types: readonly string[], settings: S, targets: readonly string[]): InputShape[];
  encoder(graph: HeteroGraph, shapes: readonly InputShape[], settings: S, seed: number): StateEncoder;
}

type Source =
  | { readonly kind: 'sparse'; readonly operand: SparseOperand; readonly weight: Parameter; readonly bias: Parameter }
  | { readonly kind: 'dense'; readonly values: Tensor2D; readonly weight: Parameter; readonly bias: Parameter }
  | { readonly kind: 'table'; readonly table: Parameter };

/** A linear map of the features of every node type, or a table of learned vectors, to one width: [N, H] each. */
export class InputEncoder implements StateEncoder {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly #sources: ReadonlyMap<string, Source>;

  constructor(graph: HeteroGraph, shapes: readonly InputShape[], hidden: number, seed: number) {
    this.#sources = new Map(shapes.map((shape) => [shape.name, sourceOf(graph, shape, hidden, seed)]));
    this.parameters = [...this.#sources.values()].flatMap((source) =>
      source.kind === 'table' ? [source.table] : [source.weight, source.bias],
    );
    this.nodeTables = [...this.#sources].flatMap(([type, source]) =>
      source.kind === 'table' ? [{ parameter: source.table.name, repeats: 1, sources: [type], width: hidden }] : [],
    );
  }

  /**
   * The caller tidies.
   *
   * @param part nodes to encode; default all
   */
  forward(part?: GraphPart): HeteroTensors {
    return new Map([...this.#sources].map(([type, source]) => [type, this.#encode(type, source, part)]));
  }

  dispose(): void {
    for (const source of this.#sources.values()) {
      if (source.kind === 'sparse') source.operand.dispose();
      if (source.kind === 'dense') source.values.dispose();
    }
    for (const parameter of this.parameters) parameter.dispose();
  }

  #encode(type: string, source: Source, part: GraphPart | undefined): Tensor2D {
    const rows = part?.nodes.get(type);
    if (source.kind === 'table') {
      const table = source.table.value as Tensor2D;
      // A copy of the whole table by adding 0: the caller may free what it is given.
      return rows ? gatherRows(table, rows) : add(table, 0);
    }
    const { weight, bias } = source;
    if (source.kind === 'sparse') {
      return add(spmm(part?.sparse.get(type) ?? source.operand, weight.value), bias.value as never);
    }
    return linear(rows ? gatherRows(source.values, rows) : source.values, weight.value, bias.value);
  }
}

function sourceOf(graph: HeteroGraph, { name, width, numNodes }: InputShape, hidden: number, seed: number): Source {
  if (width === null) return { kind: 'table', table: nodeTable(name, numNodes!, hidden, seed) };
  const stream = new RandomStream(seed, 'init', 'input', name);
  const weight = Parameter.xavierNormal(`input/${name}/weight`, [width, hidden], width, hidden, stream);
  const bias = Parameter.zeros(`input/${name}/bias`, [hidden]);
  const features = graph.features(name)!;
  if (features.kind === 'dense') {
    return { kind: 'dense', values: tensor2d(features.values, [features.numRows, width]), weight, bias };
  }
  return { kind: 'sparse', operand: sparseFeatures(features), weight, bias };
}

/** A learned vector for every node of a type, [N, H]. */
export function nodeTable(name: string, numNodes: number, hidden: number, seed: number): Parameter {
  const stream = new RandomStream(seed, 'init', 'input', name);
  return Parameter.xavierNormal(`input/${name}/table`, [numNodes, hidden], numNodes, hidden, stream);
}

/** Sparse features as an operand, [N, D]. */
export function sparseFeatures({ numRows, width, indptr, indices, values }: SparseMatrix): SparseOperand {
  return new SparseOperand({ numRows, numCols: width, indptr, indices, values });
}
