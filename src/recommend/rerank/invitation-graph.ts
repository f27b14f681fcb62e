import { HeteroGraphError } from '../../core/index.js';
import type { PlainEdges } from '../../influence/index.js';
import type { Friends } from '../../influence/internal.js';
import type { Candidates } from './stage.js';

/** A network with a node more for whom each list is for, who may invite the candidates and whom nobody invites. */
export interface InvitationGraph {
  readonly edges: PlainEdges;
  /** [E]. */
  readonly willingness: Float32Array;
  /** [N]. */
  readonly acceptance: Float32Array;
  /** [lists], node of whom a list is for. */
  readonly askers: Int32Array;
  readonly nodeOf: (list: number, place: number) => number;
  readonly isInNetwork: (node: number) => boolean;
  readonly numFriends: (node: number) => number;
}

/**
 * Candidates that are no node of the network get one of their own, without friends.
 *
 * @throws {HeteroGraphError} INVALID_PROBABILITY naming the row of a list
 */
export function invitationGraph(
  friends: Friends,
  lists: readonly Candidates[],
  probability: ((score: number) => number) | undefined,
): InvitationGraph {
  const { numNodes, indptr, indices } = friends;
  const added = new Map<string | number, number>();
  const nodes = lists.map(({ items }) =>
    items.map((item) => {
      const known = nodeOf(friends, item);
      if (known >= 0) return known;
      const own = added.get(item) ?? numNodes + added.size;
      added.set(item, own);
      return own;
    }),
  );
  const firstAsker = numNodes + added.size;
  const numEdges = indices.length + nodes.reduce((sum, each) => sum + each.length, 0);
  const [source, target] = [new Int32Array(numEdges), new Int32Array(numEdges)];
  const willingness = new Float32Array(numEdges);
  target.set(indices);
  willingness.set(friends.willingness);
  for (let u = 0; u < numNodes; u++) source.fill(u, indptr[u], indptr[u + 1]);
  let e = indices.length;
  for (const [list, { scores, relevance }] of lists.entries()) {
    for (const [place, node] of nodes[list]!.entries()) {
      source[e] = firstAsker + list;
      target[e] = node;
      willingness[e++] = checked(probability ? probability(scores[place]!) : relevance[place]!, list);
    }
  }
  const acceptance = new Float32Array(firstAsker + lists.length).fill(1);
  acceptance.set(friends.acceptance);
  return {
    edges: { numNodes: acceptance.length, source, target },
    ...{ willingness, acceptance },
    askers: Int32Array.from(lists, (_, list) => firstAsker + list),
    nodeOf: (list, place) => nodes[list]![place]!,
    isInNetwork: (node) => node < numNodes,
    numFriends: (node) => (node < numNodes ? indptr[node + 1]! - indptr[node]! : 0),
  };
}

/** Node of an item, -1 where the network has none. */
function nodeOf({ social, numNodes }: Friends, item: string | number): number {
  if (social.origin) return social.origin.graph.ids(social.origin.type[0]).indexOf(item);
  return typeof item === 'number' && Number.isInteger(item) && item >= 0 && item < numNodes ? item : -1;
}

function checked(p: number, list: number): number {
  if (p >= 0 && p <= 1) return p;
  throw new HeteroGraphError('INVALID_PROBABILITY', `The probability of a score is ${p}; it must be in [0, 1].`, {
    ...{ column: 'probability', row: list },
    hint: 'Give a function from scores to numbers from 0 to 1.',
  });
}
