import { entryOf, expectArgument, HeteroGraphError } from '../../core/index.js';
import {
  type EdgeType,
  type EdgeTypeRef,
  edgeTypeKey,
  type HeteroGraph,
  type IdIndex,
  removeEdges,
  sameEdgeType,
} from '../../graph/index.js';
import { expectGraph, inverseOf } from '../../graph/internal.js';
import type { Interactions } from '../interactions/interactions.js';
import { expectInteractions } from './expect-interactions.js';

/** A graph without links that are held out. */
export interface GraphWithoutPairs {
  readonly graph: HeteroGraph;
  /** Edge types whose edges between the pairs were taken away: those given, and relations that hold the same links backwards. */
  readonly edgeTypes: readonly EdgeType[];
  /**
   * Other relations between users and items that still join held-out pairs, with the number of those edges. No leak by itself, but where they join
   * most of the pairs they may be a copy of the links: name them too.
   */
  readonly related: readonly { readonly type: EdgeType; readonly edges: number; readonly ofPairs: number }[];
}

/**
 * Takes the links of held-out pairs out of a graph, so that side information does not tell them: edges of the given types, parallel ones too, and those
 * of their inverses, whether the schema declares them or they just hold the same links backwards. Checked afterwards. O(edges).
 *
 * @param edgeTypes the first one runs from users to items; others either way
 * @param pairs held out, such as the `test` of a split
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION; LINK_LEAK where a link is still there
 * @example
 * const { graph: known } = withoutPairs(graph, ['rates'], split.test);
 * const side = sideOf(split.train, known, { userType: 'user', itemType: 'movie' });
 */
export function withoutPairs(
  graph: HeteroGraph,
  edgeTypes: readonly EdgeTypeRef[],
  pairs: Interactions,
): GraphWithoutPairs {
  expectGraph(graph);
  expectArgument(edgeTypes, 'list', 'edgeTypes');
  expectInteractions(pairs);
  const named = edgeTypes.map((ref) => graph.resolveEdgeType(ref));
  if (named.length === 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'No edge type is given.', {
      column: 'edgeTypes',
      hint: 'Name the one that runs from users to items.',
    });
  }
  const [userType, , itemType] = named[0]!;
  const links = new HeldLinks(graph, userType, itemType, pairs);
  const gone: EdgeType[] = [];
  for (const type of named.flatMap((each) => [each, inverseOf(graph, each) ?? each])) {
    if (!links.joins(type)) {
      throw new HeteroGraphError('INVALID_OPTION', 'An edge type does not join users and items.', {
        type: edgeTypeKey(type),
        hint: `It must join ${userType} and ${itemType}.`,
      });
    }
    if (!gone.some((other) => sameEdgeType(other, type))) gone.push(type);
  }
  const edges = Object.fromEntries(gone.map((type) => [edgeTypeKey(type), links.edgesIn(graph, type)]));
  const rest = removeEdges(graph, edges);
  for (const type of gone) {
    const left = links.edgesIn(rest, type).length;
    if (left === 0) continue;
    throw new HeteroGraphError('LINK_LEAK', `${left} edges between held-out pairs are still in the graph.`, {
      type: edgeTypeKey(type),
      hint: 'This is a defect of the library; please report it.',
    });
  }
  const others = rest.edgeTypes.filter((type) => links.joins(type) && !gone.some((each) => sameEdgeType(each, type)));
  const related = others.map((type) => ({ type, edges: links.edgesIn(rest, type).length, ofPairs: links.size }));
  return { graph: rest, edgeTypes: gone, related: related.filter((each) => each.edges > 0) };
}

/** Finds edges of a graph that join pairs. */
class HeldLinks {
  readonly #userType: string;
  readonly #itemType: string;
  readonly #pairs: Interactions;
  readonly #users: Int32Array;
  readonly #items: Int32Array;

  constructor(graph: HeteroGraph, userType: string, itemType: string, pairs: Interactions) {
    this.#userType = userType;
    this.#itemType = itemType;
    this.#pairs = pairs;
    this.#users = numbersOf(graph.ids(userType), pairs.users);
    this.#items = numbersOf(graph.ids(itemType), pairs.items);
  }

  get size(): number {
    return this.#pairs.matrix.indices.length;
  }

  joins([from, , to]: EdgeType): boolean {
    const [users, items] = [this.#userType, this.#itemType];
    return (from === users && to === items) || (from === items && to === users);
  }

  /** Numbers of the edges of a type that join a pair; where users and items are of one type, either way round. */
  edgesIn(graph: HeteroGraph, type: EdgeType): Int32Array {
    const { source, target } = graph.edgeIndex(type);
    const isForward = type[0] === this.#userType;
    const isBackward = type[0] === this.#itemType;
    return Int32Array.from(source.keys()).filter((edge) => {
      const [from, to] = [source[edge]!, target[edge]!];
      return (isForward && this.#has(from, to)) || (isBackward && this.#has(to, from));
    });
  }

  #has(userRow: number, itemRow: number): boolean {
    const [user, item] = [this.#users[userRow]!, this.#items[itemRow]!];
    if (user < 0 || item < 0) return false;
    return entryOf(this.#pairs.matrix, user, item) >= 0;
  }
}

/** By row of the graph, the number of its id; -1 where it has none. */
function numbersOf(ids: IdIndex, index: IdIndex): Int32Array {
  return Int32Array.from({ length: ids.size }, (_, row) => index.indexOf(ids.idOf(row)));
}
