import * as z from 'zod/mini';
import {
  checkOptions,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../core/index.js';
import { markChecked } from './checked.js';
import { edgeCsr } from './edge-csr.js';
import type { ProjectedGraph } from './projected-graph.js';

/** Plain lists of edges between nodes 0 to `numNodes`. */
export interface EdgeArrays extends RunOptions {
  /** At most 2^31 - 2. */
  readonly numNodes: number;
  /** [E] */
  readonly source: ArrayLike<number>;
  /** [E] */
  readonly target: ArrayLike<number>;
  /** [E], finite; default: all edges weigh 1. */
  readonly weights?: ArrayLike<number>;
  /** Default true. */
  readonly isDirected?: boolean;
}

const list = z.custom<ArrayLike<number>>(
  (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
  'an array of numbers',
);
const schema = z.strictObject({
  ...option.runOptions,
  numNodes: option.countFrom(0).check(z.maximum(2 ** 31 - 2, 'a whole number up to 2147483646')),
  source: list,
  target: list,
  weights: z.optional(list),
  isDirected: z.optional(z.boolean('true or false')),
});

/**
 * What algorithms take, of plain lists of edges: nodes of one type, `node`, that are named by their numbers. O(N + E).
 *
 * @example
 * const triangle = await projectEdges({ numNodes: 3, source: [0, 1, 2], target: [1, 2, 0], isDirected: false });
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_WEIGHT, TOO_LARGE, ABORTED
 */
export async function projectEdges(edges: EdgeArrays): Promise<ProjectedGraph> {
  checkOptions(schema, edges, { what: 'edges' });
  const { numNodes, source, target, weights, isDirected = true, signal, onProgress } = edges;
  throwIfAborted(signal);
  for (const [name, values] of [
    ['target', target],
    ['weights', weights],
  ] as const) {
    if (values === undefined || values.length === source.length) continue;
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${source.length} sources and ${values.length} ${name}.`, {
      column: name,
      hint: 'Each edge has one of them.',
    });
  }
  checkEnds('source', source, numNodes);
  checkEnds('target', target, numNodes);
  if (weights) checkFinite(weights);
  const lists = [
    {
      source: Int32Array.from(source),
      target: Int32Array.from(target),
      sourceStart: 0,
      targetStart: 0,
      ...(weights && { weights }),
    },
  ];
  const pieces = edgeCsr(lists, numNodes, { isDirected, selfLoops: true, ...(onProgress && { onProgress }) });
  const ways = await withPauses(pieces, signal);
  return markChecked({ numNodes, types: [{ name: 'node', start: 0, count: numNodes }], isDirected, ...ways });
}

function checkEnds(name: string, nodes: ArrayLike<number>, numNodes: number): void {
  for (let e = 0; e < nodes.length; e++) {
    const node = nodes[e]!;
    if (Number.isInteger(node) && node >= 0 && node < numNodes) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${name} of edge ${e} is ${node}.`, {
      ...{ column: name, row: e },
      hint: `Nodes are numbers from 0, below ${numNodes}.`,
    });
  }
}

function checkFinite(weights: ArrayLike<number>): void {
  for (let e = 0; e < weights.length; e++) {
    if (Number.isFinite(weights[e])) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `The weight of edge ${e} is ${weights[e]}.`, {
      ...{ column: 'weights', row: e },
      hint: 'Weights are finite numbers.',
    });
  }
}
