export type { HgbNames } from './hgb/names.js';
export { readHgbFolder } from './hgb/read.js';
export { listDatasets, loadDataset } from './registry.js';
export type { Dataset, DatasetInfo, LoadOptions, NodeClassificationTask } from './types.js';
export { readWordNet } from './wordnet/index.js';
