import { attentionWeights, concatRows, fusedAttention, meanOf, scale, type Tensor2D } from '../../tensor/index.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { MessageRelation } from '../messages/relation.js';
import { type RelationShare, shareByAttention, sharesOfJoined } from '../messages/shares.js';

/** Keys and values of senders, or of edges where the matrix has a column for each: [sources or edges, W] both. */
export interface Side {
  readonly keys: Tensor2D;
  readonly values: Tensor2D;
}

/** What nodes of a type attend to. */
export interface Attended {
  readonly graph: MessageGraph;
  /** The type that receives. */
  readonly type: string;
  /** All relations into it, in the order of the graph, at least one. */
  readonly relations: readonly MessageRelation[];
  /** Of the relations, in their order. */
  readonly sides: readonly Side[];
  /** [N, W]. */
  readonly queries: Tensor2D;
  readonly heads: number;
  /** One softmax over the edges of all relations, or one per relation and the mean of what they give. */
  readonly softmax: 'all' | 'relation';
  /** Whether every edge has a key and a value of its own; default: every sender has. */
  readonly areOfEdges?: boolean;
}

/** What the senders give, weighted by <q_i, k_j> / sqrt(d) of each head after the softmax: [N, W]. */
export function attendRelations(attended: Attended): Tensor2D {
  const { graph, type, relations, sides, queries, heads, softmax, areOfEdges = false } = attended;
  const options = { heads, score: 'dot' } as const;
  if (softmax === 'relation') {
    const matrix = (r: number) => (areOfEdges ? relations[r]!.byEdge : relations[r]!.matrix);
    return meanOf(sides.map((side, r) => fusedAttention(matrix(r), { queries, ...side }, options)));
  }
  const keys = concatRows(sides.map((side) => side.keys));
  const values = concatRows(sides.map((side) => side.values));
  const matrix = areOfEdges ? graph.joinedByEdge(type) : graph.joined(type).matrix;
  return fusedAttention(matrix, { queries, keys, values }, options);
}

/** What each relation gave in {@link attendRelations}. */
export function sharesOfAttended(attended: Attended): RelationShare[] {
  const { graph, type, relations, sides, queries, heads, softmax, areOfEdges = false } = attended;
  const options = { heads, score: 'dot' } as const;
  if (softmax === 'relation') {
    return relations.map((relation, r) => {
      const matrix = areOfEdges ? relation.byEdge : relation.matrix;
      const weights = attentionWeights(matrix, { queries, keys: sides[r]!.keys }, options);
      return shareByAttention(relation, scale(weights, 1 / relations.length), sides[r]!.values, matrix);
    });
  }
  const joined = graph.joined(type);
  const matrix = areOfEdges ? graph.joinedByEdge(type) : joined.matrix;
  const keys = concatRows(sides.map((side) => side.keys));
  const weights = attentionWeights(matrix, { queries, keys }, options);
  return sharesOfJoined(
    joined,
    weights,
    sides.map(({ values }) => values),
    areOfEdges,
  );
}
