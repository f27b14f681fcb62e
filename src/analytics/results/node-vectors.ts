import type { Table } from 'apache-arrow';
import { expectArgument, HeteroGraphError, wrongArgument } from '../../core/index.js';
import { type HeteroGraph, withColumn } from '../../graph/index.js';
import { type NodeRef, nodeNumber, typeNamed } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { nodeArrow } from './node-table.js';

/**
 * A vector a node of a projection, with types and ids.
 *
 * @example
 * const { vectors } = await fastRp(graph, { relations: ['cites'], width: 64 });
 * vectors.of('paper'); // Float32Array [N, 64], by row
 * const withVectors = vectors.addTo(graph, 'fastrp'); // features of the node types
 */
export class NodeVectors {
  /** The projection that the vectors are of. */
  readonly graph: ProjectedGraph;
  /** Numbers of a vector. */
  readonly width: number;
  /** [numNodes, width], row-major, by the numbering of the projection. */
  readonly values: Float32Array;

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
  constructor(graph: ProjectedGraph, width: number, values: Float32Array) {
    if (!(values instanceof Float32Array)) throw wrongArgument(values, 'values', 'a Float32Array');
    if (values.length !== graph.numNodes * width) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `${values.length} values are no ${graph.numNodes} rows of ${width}.`,
        {
          column: 'values',
          hint: 'Each node has one vector.',
        },
      );
    }
    this.graph = graph;
    this.width = width;
    this.values = values;
  }

  get length(): number {
    return this.graph.numNodes;
  }

  /** Node types, in the order of their nodes. */
  get types(): readonly string[] {
    return this.graph.types.map(({ name }) => name);
  }

  /** Vectors of one type by row, [N, width], without a copy. @throws {HeteroGraphError} UNKNOWN_TYPE */
  of(type: string): Float32Array {
    const { start, count } = typeNamed(this.graph, type);
    return this.values.subarray(start * this.width, (start + count) * this.width);
  }

  /** The vector of a node, [width]. @throws {HeteroGraphError} UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION */
  get(node: NodeRef): Float32Array {
    const at = nodeNumber(this.graph, node, 'node') * this.width;
    return this.values.subarray(at, at + this.width);
  }

  /**
   * A graph with the vectors as features of every node type that they are of. The graph is the one that was projected, or has as many nodes
   * of these types.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, SHAPE_MISMATCH; DUPLICATE_NAME where a type has another column of that name
   */
  addTo(graph: HeteroGraph, name: string): HeteroGraph {
    const { width } = this;
    return this.graph.types.reduce(
      (changed, { name: type, count }) =>
        withColumn(changed, type, name, { kind: 'dense', numRows: count, width, values: this.of(type) }),
      graph,
    );
  }

  /**
   * All nodes as an Arrow table: `type`, `id` (int32 where all ids are such numbers, else text) and the vectors, lists of float32. O(N).
   *
   * @param name of the column of vectors
   * @throws {HeteroGraphError} INVALID_OPTION, also for `type` and `id`, which are columns already
   */
  toArrow(name = 'vector'): Table {
    expectArgument(name, 'text', 'name');
    return nodeArrow(this.graph, { [name]: { values: this.values, width: this.width } });
  }
}
