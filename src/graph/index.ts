export { buildAdjacency } from './adjacency.js';
export { type EdgeColumns, type EdgeEnds, GraphBuilder } from './builder.js';
export type { ColumnData } from './columns/encode.js';
export type { DegreeSummary, EdgeTypeSummary, GraphSummary, NodeTypeSummary } from './describe.js';
export { type GraphTables, HeteroGraph, type Labels } from './hetero-graph.js';
export type { IdIndex } from './id-index.js';
export {
  type ColumnRole,
  type ColumnSchema,
  type ColumnType,
  type EdgeType,
  type EdgeTypeRef,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
  parseEdgeTypeKey,
  sameEdgeType,
} from './schema.js';
export { checkSchema } from './schema-check.js';
export { type KFoldOptions, kFold } from './splits/k-fold.js';
export {
  checkDisjoint,
  type NodeSplit,
  type NodeSplitOptions,
  type SplitFractions,
  splitNodes,
  stratifiedSplit,
} from './splits/node-split.js';
export { type OpenOptions, openGraph } from './storage/open.js';
export { type SaveOptions, saveGraph } from './storage/save.js';
export type { IssueCode, ValidationIssue } from './validate.js';
