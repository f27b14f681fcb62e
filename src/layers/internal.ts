/** What other rooms of the library use of this one, beyond its public names. */
export { outputStates } from './messages/homogeneous.js';
