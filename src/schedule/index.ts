export * from './index.browser.js';
export { calibrate } from './node/calibrate.js';
export { machineCosts, readCosts, writeCosts } from './node/cost-cache.js';
export { SpillFile } from './node/spill-file.js';
