export {
  type AddEdgesOptions,
  type AddNodesOptions,
  type AddOptions,
  type EdgeColumns,
  GraphBuilder,
  type GraphBuilderOptions,
} from './build/builder.js';
export type { EdgeEnds } from './build/end-store.js';
export { type EdgeArrays, type GraphArrays, graphFromArrays, type NodeArrays } from './build/from-arrays.js';
export { type ArrowEdges, type ArrowGraph, type ArrowNodes, graphFromArrow } from './build/from-arrow.js';
export type { ColumnData, NullableArray, NullableMatrix, PlainValue, TypedArray } from './columns/column-data.js';
export type { ColumnHint } from './columns/column-store.js';
export { type DriftedColumn, type DriftOptions, driftedColumns } from './features/drift.js';
export { type EmbedTextsOptions, embedTexts, type TextEmbedder } from './features/embed-texts.js';
export type { EmbeddedTexts } from './features/embedded-texts.js';
export { type EncodeFeaturesOptions, encodeFeatures } from './features/encode-features.js';
export type { ColumnEncoding, ColumnKind, ColumnSpread, ColumnUse, FeatureEncoder } from './features/encoding.js';
export { type FitFeaturesOptions, fitFeatures } from './features/fit-features.js';
export {
  type PlantedEdges,
  type PlantedPartitionOptions,
  plantedPartitionGraph,
} from './generators/planted-partition.js';
export { type PowerLawOptions, powerLawGraph } from './generators/power-law.js';
export { type RandomGraphOptions, randomGraph } from './generators/random-graph.js';
export { type RmatOptions, rmatGraph } from './generators/rmat.js';
export { buildAdjacency } from './hetero-graph/adjacency.js';
export type { Direction, GraphTables } from './hetero-graph/graph-store.js';
export { HeteroGraph } from './hetero-graph/hetero-graph.js';
export type { Labels, MultiLabels, SingleLabels } from './hetero-graph/labels.js';
export type { IdIndex } from './ids/id-index.js';
export type { ColumnSummary } from './inspect/column-summary.js';
export {
  type DegreeSummary,
  describeGraph,
  type EdgeTypeSummary,
  type GraphSummary,
  type NodeTypeSummary,
} from './inspect/describe.js';
export { hashGraph } from './inspect/hash.js';
export { type ValidateOptions, validateGraph } from './inspect/validate.js';
export { type ArrowFiles, type ArrowGraphSpec, arrowBatches, readArrowGraph } from './io/arrow/arrow.js';
export { type BatchOptions, csvBatches, jsonLinesBatches, rowBatches } from './io/batches.js';
export type { FileSource, NamedStream, NamedText } from './io/bytes/source.js';
export { type CsvEdgeSpec, type CsvFiles, type CsvGraphSpec, type CsvNodeSpec, readCsvGraph } from './io/csv/csv.js';
export type { CsvDialect } from './io/csv/csv-dialect.js';
export { type EdgeListOptions, type EdgeListResult, readEdgeList } from './io/edge-list/edge-list.js';
export { type EdgeListBatchOptions, edgeListBatches } from './io/edge-list/edge-list-batches.js';
export type { EdgeListColumnType, EdgeListSpec } from './io/edge-list/edge-list-format.js';
export { type FromGraphologyOptions, fromGraphology } from './io/graphology/from-graphology.js';
export type { GraphologyNames } from './io/graphology/graphology-names.js';
export type {
  GraphologyAttributes,
  GraphologyOptions,
  GraphologySource,
  GraphologyTarget,
} from './io/graphology/graphology-types.js';
export { type GraphologyConstructor, type ToGraphologyOptions, toGraphology } from './io/graphology/to-graphology.js';
export {
  type JsonLinesFiles,
  type JsonLinesGraphSpec,
  readJsonLines,
} from './io/json-lines.js';
export { type NTriplesOptions, readNTriples } from './io/rdf/n-triples.js';
export { type NTriplesBatchOptions, nTriplesBatches } from './io/rdf/n-triples-batches.js';
export {
  readTriples,
  type TripleBatchOptions,
  type TripleFileOptions,
  type TripleGraphOptions,
  tripleBatches,
} from './io/rdf/triples.js';
export type { EdgeTableSpec, GraphSpec, NodeTableSpec, ReadGraph, ReadTables } from './io/table/assemble.js';
export type { BadCell, BadCellPolicy, CellReport } from './io/table/bad-cells.js';
export type { BadRow, BadRowPolicy, ReadReport } from './io/table/bad-rows.js';
export type { ConvertedCell, ValueOptions } from './io/table/cell-converter.js';
export type { ColumnDeclaration, ColumnDeclarations } from './io/table/column-plan.js';
export { graphFromRows, type RowGraphSpec, type RowSource } from './io/table/row-iterator.js';
export type { WriteOptions } from './node/graph-folders.js';
export { readCsvFolder, writeCsv } from './node/io/write-csv.js';
export { readJsonLinesFolder, writeJsonLines } from './node/io/write-json-lines.js';
export { type OpenOptions, openGraph } from './node/storage/open.js';
export { saveGraph } from './node/storage/save.js';
export type { IssueCode, ValidationIssue } from './schema/issues.js';
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
} from './schema/schema.js';
export { checkSchema } from './schema/schema-check.js';
export { type KFoldOptions, kFold } from './splits/k-fold.js';
export { LinkIndex, type LinkSide } from './splits/link-index.js';
export { checkLinkLeak, type LinkLeakReport } from './splits/link-leak.js';
export { joinLinks, ofRelation, type TypedLinks } from './splits/link-lists.js';
export { type LinkMaskOptions, maskedEdgeTypes, splitLinksByMasks } from './splits/link-masks.js';
export type { LinkPairs } from './splits/link-negatives.js';
export { type LinkPart, type LinkSplit, type LinkSplitOptions, splitLinks } from './splits/link-split.js';
export { NegativeSampler, type NegativeSamplerOptions, type NodeChance } from './splits/negative-sampler.js';
export { checkDisjoint, type NodeSplitOptions, splitNodes, stratifiedSplit } from './splits/node-split.js';
export { type SharedGroup, sharedGroups } from './splits/row-groups.js';
export type { NodeSplit, SplitFractions } from './splits/split-parts.js';
export { type TypedLinkPart, type TypedLinkSplit, typedSplit } from './splits/typed-links.js';
export { addInverseRelations, type InverseRelationsOptions } from './transforms/add-inverse-relations.js';
export { addSelfLoops, type SelfLoopsOptions } from './transforms/add-self-loops.js';
export type { Category } from './transforms/categories.js';
export { type Components, connectedComponents } from './transforms/components.js';
export { type EgoNetwork, type EgoNetworkOptions, egoNetwork } from './transforms/ego-network.js';
export { type FeatureMatrixOptions, featureMatrix } from './transforms/feature-matrix.js';
export { type HashWordsOptions, hashWords } from './transforms/hash-words.js';
export { type HashedTextOptions, hashedText } from './transforms/hashed-text.js';
export { type LabelColumnOptions, labelColumn } from './transforms/label-column.js';
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
export { removeEdges } from './transforms/remove-edges.js';
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
export { type NewValues, withColumn } from './transforms/with-column.js';
