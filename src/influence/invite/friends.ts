import { HeteroGraphError } from '../../core/index.js';
import { type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import type { EdgeCallback } from '../network/diffusion-options.js';
import type { PlainEdges } from '../network/from-edges.js';
import { edgeNumbers, nodeNumbers } from '../network/number-column.js';
import { probabilityRule, type RowValues, readRowValues } from '../network/row-values.js';
import { type SocialEdges, socialEdges } from '../network/social-edges.js';
import { type SimpleRows, simpleRows } from './simple-rows.js';

export interface FriendsOptions {
  /** Of a graph: the relation from a node type to itself, from who invites to whom; may be left out where there is one alone. */
  readonly relation?: EdgeTypeRef;
  /**
   * Probability that u invites v, for every edge u to v: one for all, the name of a column, numbers in the order of the edges [E], or a
   * callback. Of parallel edges at least one must succeed. Default: 1 / friends of u.
   */
  readonly willingness?: number | string | ArrayLike<number> | EdgeCallback;
  /** Probability that a node accepts: one for all, the name of a column, or numbers, [N]. Default 1. */
  readonly acceptance?: RowValues;
}

/** Friends of every node, without self loops and repeats, and what is known of them. */
export interface Friends extends SimpleRows {
  readonly numNodes: number;
  /** Probability of an invitation, an entry of `indices` each. */
  readonly willingness: Float32Array;
  /** [N]. */
  readonly acceptance: Float32Array;
  readonly social: SocialEdges;
}

/**
 * O(N + E).
 *
 * @throws {HeteroGraphError} INVALID_PROBABILITY naming column and row, SHAPE_MISMATCH, UNKNOWN_COLUMN, WRONG_DTYPE, NULL_VALUE; and as
 *   `socialEdges` does
 */
export function friendsOf(input: HeteroGraph | PlainEdges, options: FriendsOptions = {}): Friends {
  const social = socialEdges(input, options.relation);
  const { indptr, indices, entries } = simpleRows(social);
  const willingness = new Float32Array(indices.length);
  const given = edgeValues(social, options.willingness);
  if (given) {
    // Probability that one of the parallel edges so far succeeds.
    const some = new Float64Array(indices.length);
    for (let e = 0; e < entries.length; e++) {
      const p = given(e);
      checkProbability(p, typeof options.willingness === 'string' ? options.willingness : 'willingness', e);
      if (entries[e]! >= 0) some[entries[e]!]! += p * (1 - some[entries[e]!]!);
    }
    willingness.set(some);
  } else {
    for (let u = 0; u < social.numNodes; u++) {
      willingness.fill(1 / (indptr[u + 1]! - indptr[u]!), indptr[u], indptr[u + 1]);
    }
  }
  const acceptance = nodeProbabilities(social, options.acceptance ?? 1);
  return { numNodes: social.numNodes, indptr, indices, willingness, acceptance, social };
}

function edgeValues(
  { source, target, origin }: SocialEdges,
  given: FriendsOptions['willingness'],
): ((edge: number) => number) | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number') return () => given;
  if (typeof given === 'function') return (e) => given(e, source[e]!, target[e]!);
  const values = typeof given === 'string' ? edgeNumbers(...columnOf(origin, given), given) : given;
  if (values.length !== source.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${values.length} values for ${source.length} edges.`, {
      column: 'willingness',
      ...(origin && { type: edgeTypeKey(origin.type) }),
      hint: 'Give one for each edge, in their order.',
    });
  }
  return (e) => values[e]!;
}

function nodeProbabilities({ numNodes, origin }: SocialEdges, given: RowValues): Float32Array {
  const values = new Float32Array(numNodes);
  const rule = probabilityRule('acceptance', (column) => {
    const [graph, type] = columnOf(origin, column);
    return nodeNumbers(graph, type[0], column);
  });
  readRowValues({ name: origin?.type[0] ?? 'node', count: numNodes }, given, rule, (row, p) => {
    values[row] = p;
  });
  return values;
}

function columnOf(origin: SocialEdges['origin'], column: string) {
  if (origin) return [origin.graph, origin.type] as const;
  throw new HeteroGraphError('UNKNOWN_COLUMN', 'Plain edges have no columns.', {
    column,
    hint: 'Give the numbers themselves, or a graph.',
  });
}

/** @throws {HeteroGraphError} INVALID_PROBABILITY */
function checkProbability(p: number, column: string, row: number): void {
  if (p >= 0 && p <= 1) return;
  throw new HeteroGraphError('INVALID_PROBABILITY', `A probability is ${p}; it must be in [0, 1].`, {
    column,
    row,
    hint: 'Scale the numbers.',
  });
}
