import type { HostileCase } from './case.js';
import { columnCases } from './columns.js';
import { damageCases } from './damage.js';
import { folderCases } from './folders.js';
import { nameCases } from './names.js';
import { sqliteCases } from './sqlite.js';
import { textCases } from './texts.js';

/** Every case, the quickest first. */
export const hostileCases: readonly HostileCase[] = [
  ...[...textCases, ...folderCases, ...columnCases],
  ...[...nameCases, ...damageCases, ...sqliteCases],
];
