export { defaultCacheFolder } from './cache/folder.js';
export { type LabelFileSpec, readLabelledEdges } from './edges/read.js';
export { describeHgbFolder } from './hgb/describe.js';
export type { HgbNames } from './hgb/names.js';
export { readHgbFolder } from './hgb/read.js';
export { listDatasets, loadDataset } from './registry.js';
export type { Dataset, DatasetCounts, DatasetInfo, LoadOptions, NodeClassificationTask } from './types.js';
export { readWordNet, type WordNetOptions } from './wordnet/read.js';
