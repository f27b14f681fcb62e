import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import { type NodeRef, nodeNumber } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type NamedNode, namedNodes } from '../results/node-pairs.js';

/** A path of a projected graph. */
export interface GraphPath {
  /** Numbers of its nodes, the source first. */
  readonly nodes: Int32Array;
  /** The same nodes by type and id. */
  readonly names: readonly NamedNode[];
  /** Sum of the weights of its edges; their number where edges have no weights. */
  readonly distance: number;
}

export function graphPath(graph: ProjectedGraph, nodes: Int32Array, distance: number): GraphPath {
  return { nodes, names: namedNodes(graph, nodes), distance };
}

/** A node that is given in options; what it is, is looked at against the graph. */
export const nodeOption = z.optional(z.any());

/** The number of a node that must be given. @throws {HeteroGraphError} INVALID_OPTION; as `nodeNumber` */
export function givenNode(graph: ProjectedGraph, node: NodeRef | undefined, option: string): number {
  if (node !== undefined) return nodeNumber(graph, node, option);
  throw new HeteroGraphError('INVALID_OPTION', `${option} is missing.`, {
    column: option,
    hint: 'Name a node by its id, or as { type, id }.',
  });
}
