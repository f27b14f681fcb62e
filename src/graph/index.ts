export { buildAdjacency } from './adjacency.js';
export type { EdgeEnds } from './build/end-store.js';
export {
  type AddEdgesOptions,
  type AddNodesOptions,
  type AddOptions,
  type EdgeColumns,
  GraphBuilder,
  type GraphBuilderOptions,
} from './builder.js';
export type { ColumnData, NullableArray, NullableMatrix, PlainValue, TypedArray } from './columns/column-data.js';
export type { ColumnHint } from './columns/column-store.js';
export type { DegreeSummary, EdgeTypeSummary, GraphSummary, NodeTypeSummary } from './describe.js';
export { type EdgeArrays, type GraphArrays, graphFromArrays, type NodeArrays } from './from-arrays.js';
export type { Direction, GraphTables } from './graph-store.js';
export { HeteroGraph } from './hetero-graph.js';
export type { IdIndex } from './id-index.js';
export type { IssueCode, ValidationIssue } from './issues.js';
export type { Labels, MultiLabels, SingleLabels } from './labels.js';
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
export type { ValidateOptions } from './validate.js';
