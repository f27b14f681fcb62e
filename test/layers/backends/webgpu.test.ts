import * as tf from '@tensorflow/tfjs-core';
import { afterAll } from 'vitest';
import { useSoftwareAdapter } from '../../support/software-adapter.js';
import { layerSuite } from './suite.js';

// Dawn keeps the process alive as long as there is a device.
afterAll(() => tf.removeBackend('webgpu'));
useSoftwareAdapter();
await layerSuite('webgpu');
