export { GroupFile } from './group-file.js';
export * from './index.browser.js';
