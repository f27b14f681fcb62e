import { expectArgument, HeteroGraphError } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { distanceAlgorithms } from './centrality/distance-algorithms.js';
import { linkAlgorithms } from './centrality/link-algorithms.js';
import { communityAlgorithms } from './communities/community-algorithms.js';
import { componentAlgorithms } from './components/component-algorithms.js';
import { cutAlgorithms } from './components/cut-algorithms.js';
import { embeddingAlgorithms } from './embeddings/embedding-algorithms.js';
import { metapathAlgorithms } from './metapaths/metapath-algorithms.js';
import { pathAlgorithms } from './paths/path-algorithms.js';
import { searchAlgorithms } from './paths/search-algorithms.js';
import type { ProjectedGraph } from './project/projected-graph.js';
import type { Algorithm, AnalysisResult } from './registry/algorithm.js';
import { similarityAlgorithms } from './similarity/similarity-algorithms.js';
import { structureAlgorithms } from './structure/structure-algorithms.js';

/** Each algorithm, by kind, in the order in which they are listed. */
const algorithms: readonly Algorithm[] = [
  ...linkAlgorithms,
  ...distanceAlgorithms,
  ...componentAlgorithms,
  ...cutAlgorithms,
  ...communityAlgorithms,
  ...searchAlgorithms,
  ...pathAlgorithms,
  ...similarityAlgorithms,
  ...structureAlgorithms,
  ...metapathAlgorithms,
  ...embeddingAlgorithms,
];

/** The algorithms that can be named, with their options. */
export function listAlgorithms(): readonly Algorithm[] {
  return algorithms;
}

/** An algorithm by name. @throws {HeteroGraphError} INVALID_OPTION */
export function algorithmNamed(name: string): Algorithm {
  expectArgument(name, 'text', 'name');
  const found = algorithms.find((each) => each.name === name);
  if (found) return found;
  const like = algorithms.filter((each) => each.name.includes(name) || name.includes(each.name));
  throw new HeteroGraphError('INVALID_OPTION', `There is no algorithm "${name}".`, {
    column: 'name',
    hint: `There are: ${(like.length > 0 ? like : algorithms).map((each) => each.name).join(', ')}.`,
  });
}

/**
 * Runs an algorithm by name, for programs that do not know it beforehand; its own function says more.
 *
 * @example
 * const { values, figures } = await analyse(graph, 'pagerank', { relations: ['cites'], damping: 0.9 });
 * values.score.top(3);
 * @throws {HeteroGraphError} INVALID_OPTION, and as the algorithm does
 */
export async function analyse(
  graph: HeteroGraph | ProjectedGraph,
  name: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<AnalysisResult> {
  const algorithm = algorithmNamed(name);
  expectArgument(graph, 'object', 'graph');
  expectArgument(options, 'object', 'options');
  return algorithm.run(graph, options);
}
