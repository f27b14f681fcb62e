/** What other rooms of the library use of this one, beyond its public names. */
export { dropoutOptions, dropped } from './dropout.js';
export { outputStates } from './messages/homogeneous.js';
export { type RelationOrigin, relationOrigins } from './messages/message-graph.js';
export { sharesOfHomogeneous } from './messages/shares.js';
export { MetaMatrices } from './typed/meta-matrices.js';
export { stackedVectors } from './typed/schema-vectors.js';
