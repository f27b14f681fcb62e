import { backendSuite } from './suite.js';

await backendSuite('webgpu');
