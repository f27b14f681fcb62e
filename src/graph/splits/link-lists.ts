import { expectArgument, expectMembers } from '../../core/index.js';
import type { LinkPairs } from './link-negatives.js';

/** Links of several edge types: both ends, and the place of the edge type in a list, [links] each. */
export interface TypedLinks extends LinkPairs {
  readonly relation: Int32Array;
}

/** Pairs as links of one edge type. */
export function ofRelation(pairs: LinkPairs, relation: number): TypedLinks {
  expectMembers(pairs, 'pairs', { source: 'numbers', target: 'numbers' });
  const { source, target } = pairs;
  return { source, target, relation: new Int32Array(source.length).fill(relation) };
}

/** All links of some lists, one after another. */
export function joinLinks(lists: readonly TypedLinks[]): TypedLinks {
  expectArgument(lists, 'objects', 'lists');
  for (const links of lists)
    expectMembers(links, 'links', { source: 'numbers', target: 'numbers', relation: 'numbers' });
  const length = lists.reduce((sum, { source }) => sum + source.length, 0);
  const [source, target, relation] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  let at = 0;
  for (const links of lists) {
    source.set(links.source, at);
    target.set(links.target, at);
    relation.set(links.relation, at);
    at += links.source.length;
  }
  return { source, target, relation };
}
