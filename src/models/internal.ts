export { modelFolder } from './node/saved-model.js';
