/** What other rooms of the library use of this one, beyond its public names. */
export { givenSplit } from './base/given-split.js';
export { checkMapping } from './mapping/check-mapping.js';
export { sqlError, withoutPassword } from './sources/base/sql-error.js';
export { absolutePath, isAddress, isDatabase } from './sources/open-source.js';
export { refuseTransaction } from './sources/postgres/refuse-transaction.js';
export { cellValue, dateSeconds, keyText, numberOf } from './tables/cell-values.js';
export { mappingPath } from './tables/mapping-path.js';
export { keyStem, singular, words } from './tables/names.js';
export { mappingOf } from './tables/open-folder.js';
export { readCells } from './tables/read-cells.js';
export { type SideKind, sideKind, sideName } from './tables/side-words.js';
export { type TableFile, tablePlace } from './tables/table.js';
export { isTableFile, lookInto, tableFormat } from './tables/table-files.js';
