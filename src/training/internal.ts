export { removeCheckpoints } from './checkpoint/write.js';
export { checkLabelled } from './classification/decisions.js';
