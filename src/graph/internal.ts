/** What other rooms of the library use of this one, beyond its public names. */
export { numericColumn, sparseColumn } from './columns/make.js';
export { booleans, chunk, numbers, validity } from './columns/read.js';
export { BadRows } from './io/bad-rows.js';
export { ByteDictionary } from './io/byte-dictionary.js';
export { type Growable, growableFloat32, growableInt32 } from './io/growable.js';
export { lineBlocks } from './io/line-blocks.js';
export { recordBatch } from './io/record-batch.js';
export { readBytes, sourceName } from './io/source.js';
export { TextColumn } from './io/text-column.js';
export { type CellLine, type CellOptions, feedCells } from './io/triples-read.js';
export { TermTable } from './io/triples-terms.js';
export { MANIFEST_FILE } from './storage/format.js';
