export { RpHgnnClassifier, type RpHgnnClassifierOptions } from './classifier.js';
export { RpHgnnEncoder } from './encoder.js';
export { countRpHgnnParameters, type GroupShape } from './parameter-count.js';
export { type RpHgnnSettings, rphgnnDefaults, rphgnnPresets, type SelectionCriterion } from './settings.js';
