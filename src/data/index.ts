export { type DataFormat, dataFormats, type PlainEdgeOptions } from './formats.js';
export { type DataOptions, type DataSource, type GraphOptions, type OpenedData, openData } from './open-data.js';
export { type RowTable, writeTable } from './row-table.js';
export type { NodeTask } from './target.js';
