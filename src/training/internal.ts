export { removeCheckpoints } from './checkpoint/write.js';
