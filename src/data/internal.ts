/** What other rooms of the library use of this one, beyond its public names. */
export { givenCells } from './cell-options.js';
export { guessFormat } from './formats.js';
export { checkTablePath, writeIdTable } from './row-table.js';
export { targetOf } from './target.js';
export { writeFile, writeJson } from './write-file.js';
