export type { NodeRef } from './project/node-refs.js';
export { type EdgeArrays, projectEdges } from './project/project-edges.js';
export { projectGraph } from './project/project-graph.js';
export type { EdgeDirection, ProjectOptions } from './project/project-options.js';
export type { Adjacency, ProjectedGraph, ProjectedType } from './project/projected-graph.js';
export { withoutDirection } from './project/without-direction.js';
export { type NodeValue, NodeValues, type TopOptions } from './results/node-values.js';
