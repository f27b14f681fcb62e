export { lossOption } from './core/problem.js';
export { edgeTypesOnce } from './explain/nearest-edges.js';
export { modelFolder } from './node/model-folder.js';
