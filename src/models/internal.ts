export { lossOption } from './core/problem.js';
export { modelFolder } from './node/model-folder.js';
