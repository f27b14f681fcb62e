import type { RandomStream } from '../../core/index.js';
import { MessageGraph } from '../messages/message-graph.js';
import { MessageRelation, type RelationSchema } from '../messages/relation.js';
import { type AttentionComposition, composeByAttention, composeByPaths } from './compose.js';
import type { MetaRelation } from './meta-relations.js';

/** How the edges of meta-relations are made. */
export interface CompositionOptions {
  /** Most entries of a row: those that most paths, or the heaviest, lead to. */
  readonly cap: number;
  /** Whether edges made by paths have their number as value; default false. */
  readonly counted?: boolean;
  /** Where given, edges count by the attention that the order before gave them: per relation one number per edge. */
  readonly attention?: ReadonlyMap<string, Float32Array>;
  /** Below it an edge is left out; used with attention. */
  readonly threshold?: number;
  /** Where given, products are sampled; used with attention. */
  readonly sample?: RandomStream;
}

/**
 * The graph of the meta-relations of the next order; only those named. To be disposed by its owner.
 *
 * @param previous holds `rest` of every one
 * @param base holds `first` of every one
 */
export function composedGraph(
  previous: MessageGraph,
  base: MessageGraph,
  relations: readonly MetaRelation[],
  { cap, attention, threshold = 0.5, sample, counted = false }: CompositionOptions,
): MessageGraph {
  const counts = new Map(base.nodeTypes.map((type) => [type, base.numNodes(type)]));
  const composed = relations.map((relation) => {
    const p = named(previous, relation.rest).matrix.arrays(false);
    const q = named(base, relation.first).matrix.arrays(false);
    const weights = attention?.get(relation.rest.name);
    if (!weights) return new MessageRelation(relation, composeByPaths(p, q, cap, counted));
    const how: AttentionComposition = { threshold, cap, ...(sample ? { sample: sample.child(relation.name) } : {}) };
    return new MessageRelation(relation, composeByAttention(p, weights, q, how));
  });
  return new MessageGraph(counts, composed);
}

function named(graph: MessageGraph, { name }: RelationSchema): MessageRelation {
  return graph.relations.find((relation) => relation.name === name)!;
}
