export { type ArrowFiles, type ArrowGraphSpec, arrowBatches, readArrowGraph } from './arrow.js';
export type { EdgeTableSpec, GraphSpec, NodeTableSpec, ReadGraph } from './assemble.js';
export type { BadRow, BadRowPolicy, ReadReport } from './bad-rows.js';
export { type BatchOptions, csvBatches, jsonLinesBatches, rowBatches } from './batches.js';
export type { ColumnDeclaration, ColumnDeclarations } from './column-plan.js';
export { type CsvEdgeSpec, type CsvFiles, type CsvGraphSpec, type CsvNodeSpec, readCsvGraph } from './csv.js';
export type { CsvDialect } from './csv-dialect.js';
export { type EdgeListOptions, type EdgeListResult, readEdgeList } from './edge-list.js';
export { type EdgeListBatchOptions, edgeListBatches } from './edge-list-batches.js';
export type { EdgeListColumnType, EdgeListSpec } from './edge-list-format.js';
export { type FromGraphologyOptions, fromGraphology } from './from-graphology.js';
export type { GraphologyNames } from './graphology-names.js';
export {
  type JsonLinesFiles,
  type JsonLinesGraphSpec,
  readJsonLines,
  readJsonLinesFolder,
  writeJsonLines,
} from './json-lines.js';
export { type NTriplesOptions, readNTriples } from './n-triples.js';
export { type NTriplesBatchOptions, nTriplesBatches } from './n-triples-batches.js';
export { graphFromRows, type RowGraphSpec, type RowSource } from './row-iterator.js';
export type { FileSource, NamedStream } from './source.js';
export { type GraphologyConstructor, type ToGraphologyOptions, toGraphology } from './to-graphology.js';
export {
  readTriples,
  type TripleBatchOptions,
  type TripleFileOptions,
  type TripleGraphOptions,
  tripleBatches,
} from './triples.js';
export { readCsvFolder, writeCsv } from './write-csv.js';
export type { WriteOptions } from './write-folder.js';
