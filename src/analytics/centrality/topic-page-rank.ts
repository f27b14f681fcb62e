import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type PageRankOptions, pageRankOf, pageRankOptions } from './page-rank.js';
import type { Ranks } from './ranks.js';
import {
  isTopicColumn,
  needsTypedGraph,
  type Topic,
  type Topics,
  topicsOfColumn,
  topicsOfNodes,
  topicsOfTypes,
} from './topics.js';

export interface TopicPageRankOptions extends Omit<PageRankOptions, 'sources' | 'restart'> {
  /**
   * Where a walker restarts, for each topic: `'types'`, at the nodes of one type; `{ type, column }`, at those of one value of a column of
   * whole numbers, texts or bools, or of one class of the labels of the type (without `column`); or nodes by the name of the topic.
   */
  readonly topics: Topics;
  /** Topics that are ranked at most; default 100. */
  readonly maxTopics?: number;
}

export interface TopicRanks extends Ranks {
  readonly topic: string;
  /** Nodes at which a walker restarts. */
  readonly numNodes: number;
}

/** Topics that are ranked at most, where it is not said. */
export const MAX_TOPICS = 100;

const mustBe = "'types', { type, column }, or lists of nodes by topic";
const schema = z.strictObject({
  ...pageRankOptions,
  topics: z.custom<Topics>(
    (value) =>
      value === 'types' ||
      (typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        (isColumn(value) || Object.values(value).every((nodes) => Array.isArray(nodes)))),
    mustBe,
  ),
  maxTopics: z.optional(z.int('a whole number').check(z.minimum(1, 'a whole number from 1'))),
});

function isColumn(value: object): boolean {
  const { type, column, ...rest } = value as { type?: unknown; column?: unknown };
  const isText = typeof type === 'string' && (column === undefined || typeof column === 'string');
  return isText && Object.keys(rest).length === 0;
}

/**
 * PageRank once for each topic, with restarts at the nodes of that topic alone, each as often (Haveliwala, "Topic-sensitive PageRank", WWW
 * 2002): what is central as seen from a node type, from a class, from the value of a column, or from nodes that are named. The same as
 * `pageRank` with these nodes as `sources`. O(topics x iterations x E); threads decide no bit.
 *
 * @example
 * const topics = await topicPageRank(graph, { topics: { type: 'paper', column: 'venue' }, direction: 'both' });
 * topics.map(({ topic, scores }) => [topic, scores.top(3, { type: 'author' })]); // who is central to each venue
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_WEIGHT; MISSING_LABELS, UNKNOWN_COLUMN, WRONG_DTYPE; UNKNOWN_TYPE, UNKNOWN_ID,
 * AMBIGUOUS; TOO_LARGE where there are more topics than `maxTopics`; as `projectGraph`; ABORTED
 */
export async function topicPageRank(
  graph: HeteroGraph | ProjectedGraph,
  options: TopicPageRankOptions,
): Promise<TopicRanks[]> {
  checkOptions(schema, options);
  const { topics: asked, maxTopics = MAX_TOPICS, ...settings } = options;
  const over = await projected(graph, settings);
  expectNonNegativeWeights(over, 'topicPageRank');
  const topics = topicsOf(graph, over, asked);
  if (topics.length > maxTopics) {
    throw new HeteroGraphError('TOO_LARGE', `There are ${topics.length} topics; ${maxTopics} are allowed.`, {
      column: 'topics',
      hint: 'Name a column of fewer values, or allow more with maxTopics.',
    });
  }
  const found: TopicRanks[] = [];
  for (const { name, nodes } of topics) {
    const chances = new Float64Array(over.numNodes);
    for (const node of nodes) chances[node] = 1 / nodes.length;
    const { values, ...rest } = await pageRankOf(over, chances, settings);
    found.push({ topic: name, numNodes: nodes.length, scores: new NodeValues(over, values), ...rest });
  }
  return found;
}

function topicsOf(graph: HeteroGraph | ProjectedGraph, over: ProjectedGraph, topics: Topics): Topic[] {
  if (topics === 'types') return topicsOfTypes(over);
  if (!isTopicColumn(topics)) return topicsOfNodes(over, topics);
  if (!('edgeTypes' in graph)) throw needsTypedGraph();
  return topicsOfColumn(graph, over, topics);
}
