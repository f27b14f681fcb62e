export { removeCheckpoints } from './checkpoint/write.js';
export { calibrateOption, goalOption } from './classification/choices/choose.js';
export { checkLabelled } from './classification/decisions.js';
