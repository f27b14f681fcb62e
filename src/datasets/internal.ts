/** What other rooms of the library use of this one, beyond its public names. */
export { givenSplit } from './base/given-split.js';
