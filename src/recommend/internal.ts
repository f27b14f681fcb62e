/** What other rooms of the library use of this one, beyond its public names. */

export { recommenderFolder } from './node/recommender-folder.js';
export { recommenderSettings } from './registry.js';
