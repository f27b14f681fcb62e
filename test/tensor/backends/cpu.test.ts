import { backendSuite } from './suite.js';

await backendSuite('cpu');
