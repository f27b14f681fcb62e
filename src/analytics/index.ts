export type { IterateOptions } from './centrality/iterate-options.js';
export { type PageRankOptions, pageRank } from './centrality/page-rank.js';
export type { Ranks } from './centrality/ranks.js';
export type { RestartOptions } from './centrality/restart.js';
export type { NodeRef } from './project/node-refs.js';
export { type EdgeArrays, projectEdges } from './project/project-edges.js';
export { projectGraph } from './project/project-graph.js';
export type { EdgeDirection, ProjectOptions } from './project/project-options.js';
export type { Adjacency, ProjectedGraph, ProjectedType } from './project/projected-graph.js';
export { withoutDirection } from './project/without-direction.js';
export type {
  Algorithm,
  AlgorithmKind,
  AlgorithmOption,
  AnalysisResult,
  ProjectionSize,
} from './registry/algorithm.js';
export { algorithmNamed, analyse, listAlgorithms } from './registry.js';
export { type NodeValue, NodeValues, type TopOptions } from './results/node-values.js';
