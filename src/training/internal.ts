export { calibrateOption, goalOption } from './classification/choices/choose.js';
export { classWeightOption } from './classification/class-weights.js';
export { carriesClass, checkLabelled } from './classification/decisions.js';
export { sigmoid, softplus } from './classification/metrics/probabilities.js';
