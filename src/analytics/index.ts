export type { Adjacency, ProjectedGraph, ProjectedType } from './project/projected-graph.js';
