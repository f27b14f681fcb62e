export type {
  Dataset,
  DatasetCounts,
  DatasetInfo,
  LinkPredictionTask,
  LoadOptions,
  NodeClassificationTask,
  RecommendationTask,
} from './base/types.js';
export { type DatasetBatchOptions, datasetBatches } from './batches.js';
export { defaultCacheFolder } from './cache/folder.js';
export type { LabelFileSpec } from './edges/labels.js';
export { readLabelledEdges } from './edges/read.js';
export type { FetchedDataset } from './fetch/fetch-files.js';
export { type FetchDatasetOptions, fetchableDatasets, fetchDataset } from './fetch-dataset.js';
export { type HgbBatchOptions, hgbLinkBatches, hgbNodeBatches } from './hgb/batches.js';
export { describeHgbFolder } from './hgb/describe.js';
export type { HgbNames } from './hgb/names.js';
export { readHgbFolder } from './hgb/read.js';
export type {
  ColumnMapping,
  ColumnMappingKind,
  ColumnMappingRole,
  DateForm,
  EdgeMapping,
  GraphMapping,
  NodeMapping,
  UnknownIds,
} from './mapping/mapping.js';
export { type MappingNotes, mappingText } from './mapping/mapping-text.js';
export { parseMapping, readMapping } from './mapping/read-mapping.js';
export { type OpenedMumin, type OpenMuminOptions, openMumin } from './mumin/open.js';
export { listDatasets, loadDataset } from './registry.js';
export { arrowSource } from './sources/arrow-source.js';
export type { ServerSourceOptions } from './sources/base/session.js';
export type {
  CellBatch,
  SourceColumn,
  SourceColumnKind,
  SourceKey,
  SourceRowsOptions,
  SourceTable,
  TableSource,
} from './sources/base/table-source.js';
export { type DuckdbConnection, duckdbSource } from './sources/duckdb/duckdb-source.js';
export { type MysqlConnection, mysqlSource } from './sources/mysql/mysql-source.js';
export { openSource } from './sources/open-source.js';
export { parquetSource } from './sources/parquet/parquet-source.js';
export { type PostgresClient, postgresSource } from './sources/postgres/postgres-source.js';
export { relbenchSource } from './sources/relbench/relbench-source.js';
export { type SqliteSourceOptions, sqliteSource } from './sources/sqlite/sqlite-source.js';
export { type GuessMappingOptions, guessMapping, type MappingGuess } from './tables/guess-mapping.js';
export { type OpenTablesOptions, openTables, type TablesGraph } from './tables/open-tables.js';
export type { PassedOver } from './tables/passed-over.js';
export { readWordNet, type WordNetOptions } from './wordnet/read.js';
