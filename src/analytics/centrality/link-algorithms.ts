import type { ProjectionSize } from '../project/projection-size.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm, AlgorithmOption, AnalysisResult } from '../registry/algorithm.js';
import { degree, strength } from './degree.js';
import { eigenvector } from './eigenvector.js';
import { hits } from './hits.js';
import { katz } from './katz.js';
import { pageRank } from './page-rank.js';
import { edgeBytes } from './placed-edges.js';
import { MAX_TOPICS, topicPageRank } from './topic-page-rank.js';
import { isTopicColumn, type Topics } from './topics.js';

type Options = Readonly<Record<string, unknown>>;

const iterate: readonly AlgorithmOption[] = [
  { name: 'tolerance', kind: 'number', about: 'ends when scores change by less in all (default: 1e-8)' },
  { name: 'maxIterations', kind: 'count', about: 'ends after so many in any case (default: 1000)' },
];

/** What an iteration ended with. */
function ended({ iterations, hasConverged }: { iterations: number; hasConverged: boolean }): AnalysisResult {
  const remarks = [`The scores had not converged after ${iterations} iterations: allow more, or a larger tolerance.`];
  return { figures: { iterations, hasConverged }, ...(!hasConverged && { remarks }) };
}

/** A table of the first nodes of each topic. */
async function runTopics(
  graph: Parameters<Algorithm['run']>[0],
  { topics = 'types', each = 5, ...options }: Parameters<Algorithm['run']>[1],
): Promise<AnalysisResult> {
  const ranks = await topicPageRank(graph, { ...options, topics: topicsNamed(topics) });
  const rows = ranks.flatMap(({ topic, scores }) =>
    scores.top(each as number).map((node, i) => ({ topic, place: i + 1, ...node })),
  );
  const slow = ranks.filter(({ hasConverged }) => !hasConverged).map(({ topic }) => topic);
  const remarks = [`The scores of ${slow.join(', ')} had not converged: allow more iterations, or a larger tolerance.`];
  return {
    table: {
      topic: rows.map(({ topic }) => topic),
      place: rows.map(({ place }) => place),
      type: rows.map(({ type }) => type),
      id: rows.map(({ id }) => id),
      score: rows.map(({ value }) => value),
    },
    figures: { numTopics: ranks.length },
    ...(slow.length > 0 && { remarks }),
  };
}

/** As many as there can be, where only the graph could say it. */
function numTopics(
  { numTypes = 1 }: ProjectionSize,
  { topics = 'types', maxTopics = MAX_TOPICS }: Options = {},
): number {
  if (topics === 'types') return Math.min(numTypes, Number(maxTopics));
  const named = typeof topics === 'string' ? undefined : (topics as Topics);
  return named === undefined || isTopicColumn(named) ? Number(maxTopics) : Object.keys(named).length;
}

/** `paper.venue` as a node type and its column. */
function topicsNamed(topics: unknown): Topics {
  if (typeof topics !== 'string' || topics === 'types') return topics as Topics;
  const at = topics.indexOf('.');
  return at < 0 ? { type: topics } : { type: topics.slice(0, at), column: topics.slice(at + 1) };
}

/** Centralities of links: what counts is who leads to a node. */
export const linkAlgorithms: readonly Algorithm[] = [
  {
    name: 'degree',
    title: 'Number of edges of a node',
    nodeColumns: ['degree'],
    kind: 'centrality',
    direction: 'both',
    usesWeights: false,
    options: [],
    run: async (graph, options) => ({ values: { degree: (await degree(graph, options)).scores } }),
    bytes: (size) => 8 * size.numNodes + undirectedBytes(size),
  },
  {
    name: 'strength',
    title: 'Sum of the weights of the edges of a node',
    nodeColumns: ['strength'],
    kind: 'centrality',
    direction: 'both',
    usesWeights: true,
    options: [],
    run: async (graph, options) => ({ values: { strength: (await strength(graph, options)).scores } }),
    bytes: (size) => 8 * size.numNodes + undirectedBytes(size),
  },
  {
    name: 'pagerank',
    title: 'PageRank: how often a walker comes by who follows edges and restarts now and then',
    nodeColumns: ['score'],
    kind: 'centrality',
    direction: 'out',
    usesWeights: true,
    options: [
      { name: 'damping', kind: 'number', about: 'chance to follow an edge rather than to restart (default: 0.85)' },
      { name: 'sources', kind: 'nodes', about: 'nodes at which it restarts (default: all)' },
      { name: 'restart', kind: 'weights', about: 'weights of node types at which it restarts, as author=1' },
      ...iterate,
    ],
    run: async (graph, options) => {
      const result = await pageRank(graph, options);
      return { values: { score: result.scores }, ...ended(result) };
    },
    // Begin, strengths, scales, shares passed on here and twice there, scales there, ranks, result: nine numbers a node, two more with a restart.
    bytes: ({ numNodes, numEntries, hasWeights }, { sources, restart } = {}) =>
      ((sources ?? restart) === undefined ? 72 : 88) * numNodes + edgeBytes(numNodes, numEntries, hasWeights),
  },
  {
    name: 'topic-pagerank',
    title: 'PageRank as seen from each node type, each class or each value of a column',
    nodeColumns: [],
    kind: 'centrality',
    direction: 'out',
    usesWeights: true,
    options: [
      { name: 'topics', kind: 'text', about: 'types, NODETYPE for its labels, or NODETYPE.COLUMN (default: types)' },
      { name: 'each', kind: 'count', about: 'nodes of each topic that are named (default: 5)' },
      { name: 'maxTopics', kind: 'count', about: 'topics that are ranked at most (default: 100)' },
      { name: 'damping', kind: 'number', about: 'chance to follow an edge rather than to restart (default: 0.85)' },
      ...iterate,
    ],
    run: runTopics,
    // The scores of every topic are kept; what else there is serves one after the other.
    bytes: (size, options) =>
      (80 + 8 * numTopics(size, options)) * size.numNodes + edgeBytes(size.numNodes, size.numEntries, size.hasWeights),
  },
  {
    name: 'hits',
    title: 'Hubs, which point at authorities, and authorities, at which hubs point',
    nodeColumns: ['authority', 'hub'],
    kind: 'centrality',
    direction: 'out',
    usesWeights: true,
    options: iterate,
    run: async (graph, options) => {
      const result = await hits(graph, options);
      return { values: { authority: result.authorities, hub: result.hubs }, ...ended(result) };
    },
    bytes: ({ numNodes, numEntries, hasWeights, isDirected }) =>
      40 * numNodes + (isDirected ? 2 : 1) * edgeBytes(numNodes, numEntries, hasWeights),
  },
  {
    name: 'eigenvector',
    title: 'Eigenvector centrality: who is next to central nodes',
    nodeColumns: ['score'],
    kind: 'centrality',
    direction: 'both',
    usesWeights: true,
    options: iterate,
    run: async (graph, options) => {
      const result = await eigenvector(graph, options);
      return { values: { score: result.scores }, ...ended(result) };
    },
    bytes: ({ numNodes, numEntries, hasWeights }) => 24 * numNodes + edgeBytes(numNodes, numEntries, hasWeights),
  },
  {
    name: 'katz',
    title: 'Katz centrality: how many walks end at a node, long ones less',
    nodeColumns: ['score'],
    kind: 'centrality',
    direction: 'out',
    usesWeights: true,
    options: [
      { name: 'alpha', kind: 'number', about: 'what each further edge is worth (default: safe, see the docs)' },
      { name: 'beta', kind: 'number', about: 'what each node has of its own (default: 1)' },
      ...iterate,
    ],
    run: async (graph, options) => {
      const result = await katz(graph, options);
      const { figures, ...rest } = ended(result);
      return { values: { score: result.scores }, figures: { ...figures, alpha: result.alpha }, ...rest };
    },
    bytes: ({ numNodes, numEntries, hasWeights }) => 24 * numNodes + edgeBytes(numNodes, numEntries, hasWeights),
  },
];
