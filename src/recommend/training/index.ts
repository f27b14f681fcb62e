export type { FactorSettings } from './factor-settings.js';
