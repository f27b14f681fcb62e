/** What other rooms of the library use of this one. */
export { MOST_VALUES, numComparedOf } from './detectors/compared-values.js';
