/** What other rooms of the library use of this one, beyond its public names. */
export { learnedNames } from './forecast/learners.js';
export { testListsOf } from './lists/forecast/test-lists.js';
export { listForecastFolder } from './lists/saved/folder.js';
export { checkListForecastFolder } from './lists/saved/save.js';
export { treeRankers } from './lists/trees/learn.js';
export { checkForecastFolder } from './saved/save.js';
export { dayText, timeText } from './tasks/date-text.js';
