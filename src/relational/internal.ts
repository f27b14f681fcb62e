/** What other rooms of the library use of this one, beyond its public names. */
export { learnedNames } from './forecast/learners.js';
export { checkForecastFolder } from './saved/save.js';
export { dayText, timeText } from './tasks/date-text.js';
