/** What other rooms of the library use of this one. */
export { comparedOf, MOST_VALUES, numCompared } from './detectors/compared-values.js';
