export type { Dataset, DatasetInfo } from './datasets/index.js';
export { listDatasets, loadDataset } from './datasets/index.js';
export { openGraph, saveGraph } from './graph/index.js';
export * from './index.browser.js';
export { loadModel, saveModel } from './models/index.js';
