import type { Table } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, wrongArgument } from '../../core/index.js';
import { type HeteroGraph, withColumn } from '../../graph/index.js';
import { idOf, type NodeRef, nodeNumber, typeNamed, typeOf } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { nodeArrow } from './node-table.js';

/** A node with its value. */
export interface NodeValue {
  readonly type: string;
  /** External id, or the row number where the type has no ids. */
  readonly id: string | number;
  /** Row in the table of the type. */
  readonly row: number;
  readonly value: number;
}

export interface TopOptions {
  /** Only nodes of this type; default all. */
  readonly type?: string;
  /** Smallest first; default false. */
  readonly ascending?: boolean;
}

const topSchema = z.strictObject({
  type: z.optional(z.string('the name of a node type')),
  ascending: z.optional(z.boolean('true or false')),
});

/**
 * One number a node of a projection, with types and ids.
 *
 * @example
 * const { scores } = await pageRank(graph, { relations: ['cites'] });
 * scores.top(3); // [{ type: 'paper', id: 'p7', row: 7, value: 0.031 }, ...]
 * scores.of('paper'); // Float64Array, by row
 * const ranked = scores.addTo(graph, 'pagerank'); // a HeteroGraph with the column
 */
export class NodeValues<Values extends Float64Array | Int32Array = Float64Array> {
  /** The projection that the values are of. */
  readonly graph: ProjectedGraph;
  /** [numNodes], by the numbering of the projection. */
  readonly values: Values;

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
  constructor(graph: ProjectedGraph, values: Values) {
    expectArgument(graph, 'object', 'graph');
    if (!(values instanceof Float64Array || values instanceof Int32Array)) {
      throw wrongArgument(values, 'values', 'a Float64Array or an Int32Array');
    }
    if (values.length !== graph.numNodes) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${values.length} values of ${graph.numNodes} nodes.`, {
        column: 'values',
        hint: 'Each node has one value.',
      });
    }
    this.graph = graph;
    this.values = values;
  }

  get length(): number {
    return this.values.length;
  }

  /** Node types, in the order of their nodes. */
  get types(): readonly string[] {
    return this.graph.types.map(({ name }) => name);
  }

  /** Values of one type by row, [N], without a copy. @throws {HeteroGraphError} UNKNOWN_TYPE */
  of(type: string): Values {
    const { start, count } = typeNamed(this.graph, type);
    return this.values.subarray(start, start + count) as Values;
  }

  /** The value of a node. @throws {HeteroGraphError} UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION */
  get(node: NodeRef): number {
    return this.values[nodeNumber(this.graph, node, 'node')]!;
  }

  /** The node with a number of the projection, and its value. @throws {HeteroGraphError} INDEX_OUT_OF_RANGE */
  at(node: number): NodeValue {
    if (!Number.isInteger(node) || node < 0 || node >= this.length) {
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no node ${node}.`, {
        hint: `Nodes are numbered from 0, below ${this.length}.`,
      });
    }
    const type = typeOf(this.graph, node);
    const row = node - type.start;
    return { type: type.name, id: idOf(type, row), row, value: this.values[node]! };
  }

  /**
   * The k nodes of the largest values, in falling order; of equal values the lowest number first; values that are NaN are left out.
   * Default 10. O(N + k log k), about.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE
   */
  top(k = 10, options: TopOptions = {}): NodeValue[] {
    checkOptions(z.strictObject({ k: option.countFrom(0) }), { k });
    checkOptions(topSchema, options);
    const { type, ascending = false } = options;
    const { start, count } = type === undefined ? { start: 0, count: this.length } : typeNamed(this.graph, type);
    const sign = ascending ? -1 : 1;
    return largest(this.values.subarray(start, start + count), k, sign).map((node) => this.at(start + node));
  }

  /**
   * A graph with the values as a column of every node type that they are of: float64, or int32 for whole numbers. NaN becomes null. The
   * graph is the one that was projected, or has as many nodes of these types.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, SHAPE_MISMATCH; DUPLICATE_NAME where a type has another column of that name
   */
  addTo(graph: HeteroGraph, name: string): HeteroGraph {
    return this.graph.types.reduce((with_, type) => withColumn(with_, type.name, name, this.of(type.name)), graph);
  }

  /**
   * All nodes as an Arrow table: `type`, `id` (int32 where all ids are such numbers, else text) and the values, float64 or int32. NaN becomes
   * null. O(N).
   *
   * @param name of the column of values
   * @throws {HeteroGraphError} INVALID_OPTION, also for `type` and `id`, which are columns already
   */
  toArrow(name = 'value'): Table {
    expectArgument(name, 'text', 'name');
    return nodeArrow(this.graph, { [name]: { values: this.values } });
  }
}

/** Numbers of the k largest of sign times the values, NaN left out: a heap of the best so far, its worst on top. */
function largest(values: Float64Array | Int32Array, k: number, sign: 1 | -1): number[] {
  const isBehind = (a: number, b: number) => {
    const difference = sign * (values[a]! - values[b]!);
    return difference < 0 || (difference === 0 && a > b);
  };
  const heap: number[] = [];
  if (k === 0) return heap;
  for (let node = 0; node < values.length; node++) {
    if (Number.isNaN(values[node])) continue;
    if (heap.length < k) {
      heap.push(node);
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (isBehind(heap[parent]!, heap[i]!)) break;
        [heap[parent], heap[i]] = [heap[i]!, heap[parent]!];
        i = parent;
      }
    } else if (isBehind(heap[0]!, node)) {
      heap[0] = node;
      for (let i = 0; ; ) {
        let worst = i;
        for (const child of [2 * i + 1, 2 * i + 2]) {
          if (child < k && isBehind(heap[child]!, heap[worst]!)) worst = child;
        }
        if (worst === i) break;
        [heap[worst], heap[i]] = [heap[i]!, heap[worst]!];
        i = worst;
      }
    }
  }
  return heap.sort((a, b) => (isBehind(a, b) ? 1 : -1));
}
