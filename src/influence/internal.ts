/** What other rooms of the library use of this one, beyond its public names. */
export { echo, namedSeeds, peakMemory } from './maximise/describe-answer.js';
export { questionOf } from './maximise/question.js';
export { amount, seedLines } from './maximise/result-text.js';
export { costsOf } from './maximise/seed-limits.js';
export { seedTable } from './maximise/seed-table.js';
export { hasRun } from './node/run-folder.js';
