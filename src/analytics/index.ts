export { type Betweenness, type BetweennessOptions, betweenness } from './centrality/betweenness.js';
export {
  type Closeness,
  type ClosenessOptions,
  closeness,
  type HarmonicOptions,
  harmonic,
} from './centrality/closeness.js';
export { degree, strength } from './centrality/degree.js';
export { type EigenvectorOptions, eigenvector } from './centrality/eigenvector.js';
export { type Hits, type HitsOptions, hits } from './centrality/hits.js';
export type { IterateOptions } from './centrality/iterate-options.js';
export { type KCore, type KCoreOptions, kCore } from './centrality/k-core.js';
export { type KatzOptions, katz } from './centrality/katz.js';
export { type PageRankOptions, pageRank } from './centrality/page-rank.js';
export type { Ranks } from './centrality/ranks.js';
export type { RestartOptions } from './centrality/restart.js';
export {
  type SampledBetweenness,
  type SampledBetweennessOptions,
  sampledBetweenness,
} from './centrality/sampled-betweenness.js';
export { type TopicPageRankOptions, type TopicRanks, topicPageRank } from './centrality/topic-page-rank.js';
export type { TopicColumn, Topics } from './centrality/topics.js';
export type { CommunityResult } from './communities/community-result.js';
export {
  adjustedMutualInfo,
  adjustedRandIndex,
  normalizedMutualInfo,
} from './communities/compare/compare-partitions.js';
export {
  type LabelPropagationOptions,
  type LabelPropagationResult,
  labelPropagation,
} from './communities/label-propagation.js';
export { type LeidenOptions, type LeidenResult, leiden } from './communities/leiden.js';
export { type LouvainOptions, type LouvainResult, louvain } from './communities/louvain.js';
export type { GivenPartition } from './communities/scores/check-partition.js';
export { type CommunityDescription, describeCommunities } from './communities/scores/describe-communities.js';
export { type ModularityOptions, modularity } from './communities/scores/modularity.js';
export type { CommunityObjective, ObjectiveOptions } from './communities/scores/objective.js';
export {
  type TypedModularity,
  type TypedModularityOptions,
  typedModularity,
} from './communities/scores/typed-modularity.js';
export { type GraphComponents, strongComponents, weakComponents } from './components/components.js';
export { articulationPoints, bridges, type CutOptions, type CutPoints } from './components/cut-points.js';
export {
  type Cycle,
  type CycleOptions,
  findCycle,
  type TopologicalOrder,
  topologicalOrder,
} from './components/topological-order.js';
export { type FastRpOptions, fastRp } from './embeddings/fast-rp.js';
export { type Embedded, type Node2VecOptions, node2vec } from './embeddings/node2vec.js';
export { estimateMemory, type MemoryEstimate } from './estimate-memory.js';
export {
  type MetapathStatistics,
  type MetapathStatisticsOptions,
  metapathStatistics,
} from './metapaths/metapath-statistics.js';
export { type BfsOptions, bfs } from './paths/bfs.js';
export { type DijkstraOptions, dijkstra, type ShortestPathTree } from './paths/dijkstra.js';
export { type KShortestPathsOptions, kShortestPaths } from './paths/k-shortest-paths.js';
export { type MaxFlow, type MaxFlowOptions, maxFlow } from './paths/max-flow.js';
export type { GraphPath } from './paths/path-options.js';
export { type ShortestPathOptions, shortestPath } from './paths/shortest-path.js';
export { type SpanningForest, type SpanningForestOptions, spanningForest } from './paths/spanning-forest.js';
export type { NodeRef } from './project/node-refs.js';
export { type EdgeArrays, projectEdges } from './project/project-edges.js';
export { projectGraph } from './project/project-graph.js';
export type { EdgeDirection, ProjectOptions } from './project/project-options.js';
export type { Adjacency, ProjectedGraph, ProjectedType } from './project/projected-graph.js';
export { type ProjectionSize, projectionSize } from './project/projection-size.js';
export { withoutDirection } from './project/without-direction.js';
export type { Algorithm, AlgorithmKind, AlgorithmOption, AnalysisResult } from './registry/algorithm.js';
export { algorithmNamed, analyse, listAlgorithms } from './registry.js';
export { type NamedNode, type NamedPair, NodePairs } from './results/node-pairs.js';
export { type NodeValue, NodeValues, type TopOptions } from './results/node-values.js';
export { NodeVectors } from './results/node-vectors.js';
export type { SimilarityMetric } from './similarity/metrics.js';
export {
  type NodeSimilarityOptions,
  nodeSimilarity,
  type PathSimOptions,
  pathSim,
  type SimilarPairsOptions,
} from './similarity/node-similarity.js';
export { type PairSimilarityOptions, pairSimilarity } from './similarity/pair-similarity.js';
export { type SimRank, type SimRankOptions, simRank } from './similarity/sim-rank.js';
export {
  type AssortativityResult,
  attributeAssortativity,
  degreeAssortativity,
  numericAssortativity,
  typeAssortativity,
} from './structure/assortativity.js';
export {
  type ClusteringOptions,
  type ClusteringResult,
  clusteringCoefficient,
} from './structure/clustering-coefficient.js';
export { countMotifs, type Motif, type MotifOptions } from './structure/count-motifs.js';
export { type AttachmentEdges, type AttachmentFit, fitAttachment } from './structure/fit-attachment.js';
export { fitPowerLaw, type PowerLawFit, type PowerLawOptions } from './structure/fit-power-law.js';
export type { MotifName } from './structure/motifs/typed-shapes.js';
export { type TriangleOptions, type TrianglesResult, triangles } from './structure/triangles.js';
export { type RandomWalkOptions, type RandomWalks, randomWalks } from './walks/random-walks.js';
