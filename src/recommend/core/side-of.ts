import { expectMembers, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph, IdIndex } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { Interactions } from '../interactions/interactions.js';
import type { SideInformation } from './definition.js';

/**
 * The graph around users and items, for recommenders that use more than who took what. The graph must not have links that are held out:
 * `withoutPairs` takes them away.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE; UNKNOWN_ID where the graph lacks a user or an item
 * @example
 * const { graph: known } = withoutPairs(graph, ['rates'], test);
 * const side = sideOf(train, known, { userType: 'user', itemType: 'movie' });
 * const recommender = await fitRecommender('hetero', { train, side });
 */
export function sideOf(
  interactions: Pick<Interactions, 'users' | 'items'>,
  graph: HeteroGraph,
  types: { readonly userType: string; readonly itemType: string },
): SideInformation {
  expectGraph(graph);
  expectMembers(types, 'types', { userType: 'text', itemType: 'text' });
  expectMembers(interactions, 'interactions', { users: 'object', items: 'object' });
  const { users, items } = interactions;
  const { userType, itemType } = types;
  const [userRows, itemRows] = [rowsOf(users, graph, userType), rowsOf(items, graph, itemType)];
  return { graph, userType, itemType, userRows, itemRows };
}

function rowsOf(index: IdIndex, graph: HeteroGraph, type: string): Int32Array {
  const ids = graph.ids(type);
  return Int32Array.from({ length: index.size }, (_, n) => {
    const row = ids.indexOf(index.idOf(n));
    if (row >= 0) return row;
    throw new HeteroGraphError('UNKNOWN_ID', `The graph has no node ${JSON.stringify(index.idOf(n))}.`, {
      type,
      hint: 'Every user and every item of the interactions must be a node of the graph.',
    });
  });
}
