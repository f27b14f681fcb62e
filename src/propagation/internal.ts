/** What other rooms of the library use of this one, beyond its public names. */

export { labelMethods } from './check-options.js';
export { checkLimit } from './node/run-pipeline.js';
export { placeRelations } from './place-relations.js';
