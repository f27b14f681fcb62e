export { machineCosts, readCosts, writeCosts } from './cost-cache.js';
export * from './index.browser.js';
