import { expectArgument, expectMembers } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { EdgeType } from '../schema/schema.js';
import type { LinkPairs } from './link-negatives.js';
import type { LinkPart, LinkSplit } from './link-split.js';

/** Links of several edge types: both ends, and the place of the edge type in a list, [links] each. */
export interface TypedLinks extends LinkPairs {
  readonly relation: Int32Array;
}

/** One part of a split of the links of several edge types. */
export interface TypedLinkPart {
  /** What a model may see while it scores this part's pairs. */
  readonly graph: HeteroGraph;
  readonly positive: TypedLinks;
  /** Pairs without a link; none where answers are ranked among all nodes instead. */
  readonly negative: TypedLinks;
}

/** Links of R edge types that train, validate and test. Places in `edgeTypes` are the `relation` of links. */
export interface TypedLinkSplit {
  readonly edgeTypes: readonly EdgeType[];
  readonly train: TypedLinkPart;
  readonly valid: TypedLinkPart;
  readonly test: TypedLinkPart;
}

/** The split of one edge type in the form of several. */
export function typedSplit(split: LinkSplit): TypedLinkSplit {
  expectMembers(split, 'split', { edgeType: 'list', train: 'object', valid: 'object', test: 'object' });
  const { edgeType, train, valid, test } = split;
  const part = ({ graph, positive, negative }: LinkPart): TypedLinkPart => ({
    graph,
    positive: ofRelation(positive, 0),
    negative: ofRelation(negative, 0),
  });
  return { edgeTypes: [edgeType], train: part(train), valid: part(valid), test: part(test) };
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
