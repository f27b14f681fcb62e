export { Ape, type PairWeight } from './ape/ape.js';
export { type FitApeOptions, fitApe } from './ape/fit.js';
export { type LogNormaliser, type LogNormaliserOptions, logNormaliser } from './ape/log-normaliser.js';
export { loadApe } from './ape/node/load.js';
export { saveApe } from './ape/node/save.js';
export { type ApeSettings, apeDefaults } from './ape/settings.js';
export type { ExplainOptions, Reason } from './reasons.js';
export type { ArrowColumns, Cell, EventTable } from './table/read-columns.js';
