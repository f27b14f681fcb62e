/** What other rooms of the library use of this one, beyond its public names. */
export { strongParts } from './components/strong-parts.js';
export { projectedTypes } from './project/project-graph.js';
