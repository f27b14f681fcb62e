import { layerSuite } from './suite.js';

await layerSuite('threads');
