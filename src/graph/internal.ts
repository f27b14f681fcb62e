/** What other rooms of the library use of this one, beyond its public names. */
export { numericColumn, sparseColumn } from './columns/make.js';
export { booleans, chunk, numbers, validity } from './columns/read.js';
export { textColumn } from './columns/text.js';
export { expectGraph } from './hetero-graph/expect-graph.js';
export { ByteDictionary } from './io/bytes/byte-dictionary.js';
export { type Growable, growableFloat32, growableInt32 } from './io/bytes/growable.js';
export { lineBlocks } from './io/bytes/line-blocks.js';
export { parseDecimal } from './io/bytes/parse-cell.js';
export { readBytes, sourceName } from './io/bytes/source.js';
export { TermTable } from './io/bytes/term-table.js';
export { headerCells } from './io/csv/csv-dialect.js';
export { type CellLine, type CellOptions, feedCells } from './io/rdf/triples-read.js';
export { BadRows } from './io/table/bad-rows.js';
export { recordBatch } from './io/table/record-batch.js';
export { TextColumn } from './io/table/text-column.js';
export { arrowFolder } from './node/graph-folders.js';
export { checkCount } from './options/check-option.js';
export { inverseOf } from './splits/link-inverse.js';
