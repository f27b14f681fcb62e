/** What other rooms of the library use of this one, beyond its public names. */
export { gatherMatrix } from './gather.js';
