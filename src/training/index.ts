export { checkSameRun, hasCheckpoint, readCheckpoint } from './checkpoint/read.js';
export { writeCheckpoint } from './checkpoint/write.js';
export * from './index.browser.js';
