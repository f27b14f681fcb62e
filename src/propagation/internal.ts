/** What other rooms of the library use of this one, beyond its public names. */
export { placeRelations } from './place-relations.js';
export { checkLimit } from './run-pipeline.js';
