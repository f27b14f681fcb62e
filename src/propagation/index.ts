export * from './index.browser.js';
export { GroupFile } from './node/group-file.js';
