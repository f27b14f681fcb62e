import {
  add,
  gatherRows,
  matMul,
  meanOf,
  multiply,
  segmentReduce,
  sliceColumns,
  sliceRows,
  spmmWeighted,
  type Tensor2D,
} from '../../tensor/index.js';
import { spreadOver } from '../attention/heads.js';
import type { HomogeneousEdges } from './homogeneous.js';
import type { JoinedRelations } from './joined.js';
import type { MessageGraph } from './message-graph.js';
import type { MessageRelation } from './relation.js';

/** What one relation gave to the nodes of a type in a layer. N nodes of the type, E edges of the relation, W the width of messages. */
export interface RelationShare {
  readonly relation: MessageRelation;
  /** [E, 1], mean over the heads: how much of each sender went in, the weight of the relation included. */
  readonly edges: Tensor2D;
  /** [N, 1], the weight of the relation at each node. */
  readonly weights: Tensor2D;
  /** [N, W], what was added, the weight of the relation included. */
  readonly messages: Tensor2D;
}

/** What the nodes of a type were made of in a layer. */
export interface TypeShares {
  readonly relations: readonly RelationShare[];
  /** The node's own part, where the layer weighs it against the relations. */
  readonly self?: { readonly weights: Tensor2D; readonly messages: Tensor2D };
}

/** By node type. */
export type LayerShares = ReadonlyMap<string, TypeShares>;

/** A layer that can tell what it made its states of. */
export interface ExplainableLayer {
  /** Outside training. The caller tidies. */
  shares(x: ReadonlyMap<string, Tensor2D>, graph: MessageGraph): LayerShares;
}

/**
 * The share of a relation whose edges have attention weights [E, H] over values [sources, W], or [E, W] of the edges: its weight is their sum.
 *
 * @param matrix whose columns the values are of; default the sources
 */
export function shareByAttention(
  relation: MessageRelation,
  attention: Tensor2D,
  values: Tensor2D,
  matrix = relation.matrix,
): RelationShare {
  const edges = meanOfHeads(attention);
  return {
    ...{ relation, edges },
    weights: segmentReduce(relation.matrix, edges, 'sum'),
    messages: spmmWeighted(matrix, attention, values),
  };
}

/** [E, H] -> [E, 1]. */
export function meanOfHeads(attention: Tensor2D): Tensor2D {
  const heads = attention.shape[1];
  return meanOf(Array.from({ length: heads }, (_, h) => sliceColumns(attention, h, 1)));
}

/** The entries of each relation among those of a matrix that holds several, in their order. */
export function entriesByRelation(relationOf: Int32Array, from: number, to: number): Map<number, Int32Array> {
  const lists = new Map<number, number[]>();
  for (let e = from; e < to; e++) {
    const list = lists.get(relationOf[e]!);
    if (list) list.push(e);
    else lists.set(relationOf[e]!, [e]);
  }
  return new Map([...lists].map(([r, list]) => [r, Int32Array.from(list)]));
}

/**
 * Shares of relations that one softmax runs over: attention [E, H] of all of them, values of each.
 *
 * @param areOfEdges whether every edge has a value of its own; default: every source has one
 */
export function sharesOfJoined(
  { relations, relationOf }: JoinedRelations,
  attention: Tensor2D,
  values: readonly Tensor2D[],
  areOfEdges = false,
): RelationShare[] {
  const entries = entriesByRelation(relationOf, 0, relationOf.length);
  return relations.map((relation, r) => {
    const own = gatherRows(attention, entries.get(r) ?? new Int32Array(0));
    return shareByAttention(relation, own, values[r]!, areOfEdges ? relation.byEdge : relation.matrix);
  });
}

/** Shares of the edges of a graph without types, by node type and relation: attention [E, H] of all, values of all states. */
export function sharesOfHomogeneous(
  graph: MessageGraph,
  edges: HomogeneousEdges,
  inputTypes: readonly string[],
  attention: Tensor2D,
  values: Tensor2D,
): LayerShares {
  const starts = new Map<string, number>();
  let next = 0;
  for (const type of inputTypes) {
    starts.set(type, next);
    next += graph.numNodes(type);
  }
  const valuesOf = (type: string) => sliceRows(values, starts.get(type)!, graph.numNodes(type));
  return new Map(
    edges.outputTypes.map((type, t) => {
      const entries = entriesByRelation(edges.relationOf, edges.entries[t]!, edges.entries[t + 1]!);
      const relations = graph.into(type).map((relation) => {
        const own = entries.get(graph.relations.indexOf(relation)) ?? new Int32Array(0);
        return shareByAttention(relation, gatherRows(attention, own), valuesOf(relation.source));
      });
      const loops = gatherRows(attention, entries.get(graph.relations.length) ?? new Int32Array(0));
      const own = valuesOf(type);
      const spread = matMul(loops, spreadOver(loops.shape[1], own.shape[1]));
      return [type, { relations, self: { weights: meanOfHeads(loops), messages: multiply(own, spread) } }];
    }),
  );
}

/** A number for every node, [N, 1], of one for all, [1, 1]. */
export function forEveryNode(weight: Tensor2D, like: Tensor2D): Tensor2D {
  return add(multiply(sliceColumns(like, 0, 1), 0), weight);
}
