import { backendSuite } from './suite.js';

await backendSuite('tensorflow');
