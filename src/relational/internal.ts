/** What other rooms of the library use of this one, beyond its public names. */
export { checkForecastFolder } from './saved/save.js';
