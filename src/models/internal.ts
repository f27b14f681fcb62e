export { lossOption } from './core/problem.js';
export { modelFolder } from './node/saved-model.js';
