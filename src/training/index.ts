export { checkSameRun, hasCheckpoint, readCheckpoint, writeCheckpoint } from '../files/index.js';
export * from './index.browser.js';
