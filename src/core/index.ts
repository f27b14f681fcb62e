export { builtin, nodeModule } from './builtin.js';
export type { Adjacency, Csr, DenseMatrix, FeatureMatrix, SparseMatrix, WeightedCsr } from './csr.js';
export { entryOf, rowsOfEntries } from './csr-entries.js';
export { alignedLines, type ShownTable, showAs, tablesHtml, tablesText } from './display.js';
export { type ErrorCode, errorCodes } from './error-codes.js';
export { type ErrorLocation, HeteroGraphError, type HeteroGraphErrorOptions, isHeteroGraphError } from './errors.js';
export { type ArgumentKind, expectArgument, expectMembers, wrongArgument } from './expect.js';
export { type Direction, largestDirections } from './largest-directions.js';
export { type LoadBatchesOptions, loadBatches } from './load-batches.js';
export { loadPackage } from './load-package.js';
export { escapeMarkup, plainText } from './markup.js';
export * as option from './option.js';
export { type CheckedAs, checkOptions } from './options.js';
export { ownProperty } from './own-property.js';
export { type PercentileInterval, percentiles, quantile } from './percentiles.js';
export { inOneGo, type Pieces, withPauses } from './pieces.js';
export { printable } from './printable.js';
export {
  type OnProgress,
  type ProgressEvent,
  type RunOptions,
  throwIfAborted,
  YieldTimer,
  yieldToEventLoop,
} from './progress.js';
export { philox4x32, RandomStream } from './random.js';
export { checkRows, type RowsOptions } from './rows.js';
export { type Sha256, sha256 } from './sha256.js';
export { sharedFloat32, sharedInt32 } from './shared.js';
export { UnionFind } from './union-find.js';
