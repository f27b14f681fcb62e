import { expectMembers } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { EdgeType } from '../schema/schema.js';
import { ofRelation, type TypedLinks } from './link-lists.js';
import type { LinkPart, LinkSplit } from './link-split.js';

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
