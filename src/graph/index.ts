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
export { type ArrowEdges, type ArrowGraph, type ArrowNodes, graphFromArrow } from './from-arrow.js';
export {
  type PlantedEdges,
  type PlantedPartitionOptions,
  plantedPartitionGraph,
} from './generators/planted-partition.js';
export { type PowerLawOptions, powerLawGraph } from './generators/power-law.js';
export { type RandomGraphOptions, randomGraph } from './generators/random-graph.js';
export { type RmatOptions, rmatGraph } from './generators/rmat.js';
export type { Direction, GraphTables } from './graph-store.js';
export { HeteroGraph } from './hetero-graph.js';
export type { IdIndex } from './id-index.js';
export { type ArrowFiles, type ArrowGraphSpec, arrowBatches, readArrowGraph } from './io/arrow.js';
export type { EdgeTableSpec, GraphSpec, NodeTableSpec, ReadGraph } from './io/assemble.js';
export type { BadRow, BadRowPolicy, ReadReport } from './io/bad-rows.js';
export { type BatchOptions, csvBatches, jsonLinesBatches, rowBatches } from './io/batches.js';
export type { ColumnDeclaration, ColumnDeclarations } from './io/column-plan.js';
export { type CsvEdgeSpec, type CsvFiles, type CsvGraphSpec, type CsvNodeSpec, readCsvGraph } from './io/csv.js';
export type { CsvDialect } from './io/csv-dialect.js';
export { type EdgeListOptions, type EdgeListResult, readEdgeList } from './io/edge-list.js';
export { type EdgeListBatchOptions, edgeListBatches } from './io/edge-list-batches.js';
export type { EdgeListColumnType, EdgeListSpec } from './io/edge-list-format.js';
export { type FromGraphologyOptions, fromGraphology } from './io/from-graphology.js';
export type { GraphologyNames } from './io/graphology-names.js';
export {
  type JsonLinesFiles,
  type JsonLinesGraphSpec,
  readJsonLines,
  readJsonLinesFolder,
  writeJsonLines,
} from './io/json-lines.js';
export { type NTriplesOptions, readNTriples } from './io/n-triples.js';
export { type NTriplesBatchOptions, nTriplesBatches } from './io/n-triples-batches.js';
export { graphFromRows, type RowGraphSpec, type RowSource } from './io/row-iterator.js';
export type { FileSource, NamedStream } from './io/source.js';
export { type GraphologyConstructor, type ToGraphologyOptions, toGraphology } from './io/to-graphology.js';
export {
  readTriples,
  type TripleBatchOptions,
  type TripleFileOptions,
  type TripleGraphOptions,
  tripleBatches,
} from './io/triples.js';
export { readCsvFolder, writeCsv } from './io/write-csv.js';
export type { WriteOptions } from './io/write-folder.js';
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
export { checkLinkLeak, type LinkLeakReport } from './splits/link-leak.js';
export type { LinkPairs } from './splits/link-negatives.js';
export { type LinkPart, type LinkSplit, type LinkSplitOptions, splitLinks } from './splits/link-split.js';
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
export { addInverseRelations, type InverseRelationsOptions } from './transforms/add-inverse-relations.js';
export { addSelfLoops, type SelfLoopsOptions } from './transforms/add-self-loops.js';
export type { Category } from './transforms/categories.js';
export { type Components, connectedComponents } from './transforms/components.js';
export { type FeatureMatrixOptions, featureMatrix } from './transforms/feature-matrix.js';
export { type HashWordsOptions, hashWords } from './transforms/hash-words.js';
export { type HashedTextOptions, hashedText } from './transforms/hashed-text.js';
export { largestComponent } from './transforms/largest-component.js';
export {
  type AddMetapathOptions,
  addMetapath,
  type MetapathOptions,
  type MetapathStep,
  metapathAdjacency,
  metapathBound,
} from './transforms/metapath.js';
export { type OneHotGraph, type OneHotOptions, oneHot } from './transforms/one-hot.js';
export type { WeightReduce } from './transforms/reduce-column.js';
export { type RowNormaliseOptions, rowNormalise } from './transforms/row-normalise.js';
export {
  type Standardisation,
  type StandardisedGraph,
  type StandardiseOptions,
  standardise,
} from './transforms/standardise.js';
export { type Subgraph, type SubgraphOptions, subgraph } from './transforms/subgraph.js';
export { type HomogeneousGraph, type HomogeneousOptions, toHomogeneous } from './transforms/to-homogeneous.js';
export { toUndirected, type UndirectedOptions } from './transforms/to-undirected.js';
export type { ValidateOptions } from './validate.js';
